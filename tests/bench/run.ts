import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { addressing } from './addressing.ts'
import { compiles } from './compiles.ts'
import { isReached, type Figure, type Result } from './figure.ts'
import { lists } from './lists.ts'
import { memory } from './memory.ts'
import { readOptions, type Options } from './options.ts'
import { pipeline } from './pipeline.ts'
import { printTable } from './print-table.ts'
import { benchReports, scoreLines } from './reports.ts'
import { room } from './room.ts'
import { rules } from './rules.ts'
import { simulation } from './simulation.ts'
import { web } from './web.ts'

const HELP = `npm run bench                     every figure of the table: about twelve minutes on two cores
npm run bench -- pipeline room    only these figures: pipeline, addressing, rules, simulation, memory, room, compiles, web, lists
npm run bench -- reports          how well the reader of bounces and complaints does on the labelled corpus
npm run bench -- --quick          small and once, to see that it runs: its ratios are rough

--readers 50000     at most so many readers
--rounds 5          everything so many times, in turn; the medians count
--json              for machines
--profile           leaves a CPU profile of each figure that is measured in this process, for a browser's developer tools

pipeline     a mail's whole way against nodemailer alone (N) and the naive loop, and its processor time against a signature (S)
addressing   queueing an issue for a million readers against one raw INSERT … SELECT, on SQLite and PostgreSQL
rules        the same with every rule at work, against plain matching of topics
simulation   looking two weeks ahead for a hundred thousand readers
memory       what a sender takes at 300,000 readers and at 10,000
room         bytes in the database for a reader
compiles     how often MJML runs
lists        pages of every list of the desk and the API beside a million readers

PG_BIN=…         where PostgreSQL's server programs are, unless Debian installed them
CORPORA_DIR=…    where the collections of real cases are, unless at ../shared/corpora`

// Memory comes before the large tables: it measures processes of its own, but on a machine that is as it was.
const FIGURES: Record<string, Figure> = { compiles, room, pipeline, memory, addressing, rules, simulation, web, lists }

const PROJECT = resolve(import.meta.dirname, '../..')

await run()

async function run(): Promise<void> {
  const options = asked()
  if (!options) return
  if (options.isHelp) console.log(HELP)
  else if (options.figures.includes('reports')) await scores(options)
  else print(await measure(options), options)
}

function asked(): Options | undefined {
  try {
    const options = readOptions(process.argv.slice(2))
    const unknown = options.figures.find((name) => name !== 'reports' && !(name in FIGURES))
    if (unknown === undefined) return options
    console.error(`There is no figure "${unknown}".\n\n${HELP}`)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
  }
  process.exitCode = 1
  return undefined
}

async function scores({ isJson }: Options): Promise<void> {
  const found = await benchReports({ corporaDir: resolve(PROJECT, process.env['CORPORA_DIR'] ?? '../shared/corpora') })
  console.log(isJson ? JSON.stringify(found) : scoreLines(found).join('\n'))
}

async function measure(options: Options): Promise<Result[]> {
  const results: Result[] = []
  for (const [name, figure] of Object.entries(FIGURES)) {
    if (options.figures.length > 0 && !options.figures.includes(name)) continue
    if (!options.isJson) console.error(`measuring ${name} …`)
    results.push(...(await figure(options)))
  }
  return results
}

function print(results: Result[], { isJson, readers, rounds }: Options): void {
  const machine = { processor: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, node: process.version }
  if (isJson) {
    const figures = results.map((result) => ({ ...result, ...(result.goal && { holds: isReached(result.value, result.goal) }) }))
    console.log(JSON.stringify({ machine, readers, rounds, figures }))
    return
  }
  printTable(results)
  console.log(`\n${machine.cores} cores of ${machine.processor}, Node ${machine.node}; medians of ${rounds} rounds`)
}
