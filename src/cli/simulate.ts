import { InvalidArgumentError, type Command } from 'commander'
import { openScratch, type App } from '../app.ts'
import type { WantedChange } from '../flow/simulate/apply-changes.ts'
import { compareCounts } from '../flow/simulate/compare-counts.ts'
import { simulate } from '../flow/simulate/simulate.ts'
import type { Door } from './door.ts'
import { wholeNumberOption, zoneOption } from './options.ts'
import { differenceLines, simulationLines, type Detail } from './simulation-lines.ts'

type Wish = { days: number; set: WantedChange[]; zone: string; by: Detail }

export function addSimulateCommand(program: Command, door: Door): void {
  program
    .command('simulate')
    .description('live through the coming days without sending anything: which mails, when, to whom, and what would change')
    .option('--days <count>', 'how many days to look ahead', wholeNumberOption(1, 60), 14)
    .option(
      '--set <key=value>',
      'what would be otherwise, such as digest.hour=06:00 or digest.morning.cap=5; may be repeated',
      changeOption,
      [],
    )
    .option('--zone <zone>', 'the time zone in which days and hours are counted', zoneOption, 'UTC')
    .option('--by <detail>', 'break the days down by hour, or by receiver', detailOption, 'day')
    .addHelpText('after', '\nThe stories of as many days back stand in for those to come, each at its own time of day.')
    .action((wish: Wish) => door.withApp((app) => run(app, door, wish)))
}

async function run(app: App, door: Door, { days, set, zone, by }: Wish): Promise<void> {
  const from = app.clock()
  const look = (changes: WantedChange[], what: string): ReturnType<typeof simulate> =>
    simulate({ ...toolsOf(app), progress: (done) => showProgress(what, done, days) }, { from, days, zone, changes })
  const today = await look([], 'As things are')
  if (!today.ok) return door.fail(today.message)
  const span = { from: new Date(from).toISOString(), days, zone }
  if (set.length === 0) return door.answer({ ...span, ...today.simulation }, simulationLines(today.simulation, by))
  const changed = await look(set, 'With what is set')
  if (!changed.ok) return door.fail(changed.message)
  const differences = compareCounts(today.simulation.counts, changed.simulation.counts)
  door.answer({ ...span, now: today.simulation, then: changed.simulation, differences }, [
    ...simulationLines(changed.simulation, by),
    '',
    ...differenceLines(differences, today.simulation, changed.simulation),
  ])
}

const toolsOf = (app: App): Omit<Parameters<typeof simulate>[0], 'progress'> => ({
  store: app.store,
  publication: app.publication,
  openScratch,
  failed: (what, error) => app.log.error({ err: error }, `Trouble with ${what}`),
})

/** One line that is written over, where a person watches. */
function showProgress(what: string, done: number, days: number): void {
  if (!process.stderr.isTTY) return
  const filled = Math.round((done / days) * 30)
  process.stderr.write(`\r${what}: ${'█'.repeat(filled)}${'░'.repeat(30 - filled)} day ${done} of ${days}${done >= days ? '\r\x1b[K' : ''}`)
}

function changeOption(text: string, before: WantedChange[]): WantedChange[] {
  const [, key = '', value = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  if (value === '') throw new InvalidArgumentError('Write key=value, such as digest.hour=06:00.')
  return [...before, { key: key.trim(), value: value.trim() }]
}

function detailOption(text: string): Detail {
  if (text === 'day' || text === 'hour' || text === 'receiver') return text
  throw new InvalidArgumentError('Write day, hour or receiver.')
}
