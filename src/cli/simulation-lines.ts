import type { Difference } from '../flow/simulate/compare-counts.ts'
import type { MailCount } from '../flow/simulate/count-mails.ts'
import type { Simulation } from '../flow/simulate/simulate.ts'
import { columns, timeText } from './door.ts'

export type Detail = 'day' | 'hour' | 'receiver'

/** What the coming days hold, for people. */
export function simulationLines(simulation: Simulation, by: Detail): string[] {
  const { mails, counts, readers, briefings } = simulation
  if (briefings === 0)
    return ['Nothing to go by: no story was published in as many days before. Publish some with "briefing add", or look less far ahead.']
  return [
    `${mails} mails to ${readers.some} readers; ${briefings} stories of the days before stand in for those to come.`,
    ...(readers.none > 0 ? [`${readers.none} readers get nothing at all in these days.`] : []),
    '',
    ...columns([headingsOf(by), ...grouped(counts, by)]),
    ...nothingLines(simulation),
    ...capLines(simulation),
    ...sizeLines(simulation),
    ...clockLines(simulation),
  ]
}

/** What is otherwise with what was set, for people. */
export function differenceLines(differences: Difference[], now: Simulation, then: Simulation): string[] {
  if (differences.length === 0) return ['Nothing changes in the number of mails by hour.']
  const rows = differences.map(({ day, hour, digest, now, then }) => [day, hour, digest, `${now}`, `${then}`, signed(then - now)])
  return [
    `Against today: ${signed(then.mails - now.mails)} mails, ${signed(then.readers.none - now.readers.none)} readers who get nothing.`,
    ...columns([['day', 'hour', 'digest', 'today', 'then', 'difference'], ...rows]),
  ]
}

const signed = (count: number): string => (count > 0 ? `+${count}` : `${count}`)

const headingsOf = (by: Detail): string[] => [...placeOf(by), 'mails', 'stories each', 'most']

const placeOf = (by: Detail): (keyof MailCount)[] => (by === 'day' ? ['day', 'digest'] : ['day', by, 'digest'])

function grouped(counts: MailCount[], by: Detail): string[][] {
  const groups = Map.groupBy(counts, (count) =>
    placeOf(by)
      .map((key) => `${count[key]}`)
      .join('\n'),
  )
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([place, some]) => {
      const mails = sum(some.map((count) => count.mails))
      const each = mails === 0 ? '-' : (sum(some.map((count) => count.stories)) / mails).toFixed(1)
      return [...place.split('\n'), `${mails}`, each, `${Math.max(...some.map(({ most }) => most))}`]
    })
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

function nothingLines({ issues }: Simulation): string[] {
  const reasons = new Map<string, number>()
  for (const { nothing } of issues)
    for (const [reason, readers] of Object.entries(nothing)) reasons.set(reason, (reasons.get(reason) ?? 0) + readers)
  if (reasons.size === 0) return []
  const rows = [...reasons].sort((one, other) => other[1] - one[1]).map(([reason, readers]) => [reason, `${readers}`])
  return ['', 'Why a reader has nothing of an issue, over all issues:', ...columns([['reason', 'readers'], ...rows])]
}

function capLines({ issues }: Simulation): string[] {
  const capped = issues.filter(({ cappedMails }) => cappedMails > 0)
  if (capped.length === 0) return []
  const rows = capped.map(({ digest, dueAt, stories, cappedMails }) => [digest, timeText(dueAt), `${stories}`, `${cappedMails}`])
  return ['', 'Issues of which not every story had room in every mail:', ...columns([['digest', 'due', 'stories', 'mails'], ...rows])]
}

function sizeLines({ largest }: Simulation): string[] {
  const clipped = largest.filter(({ isClipped }) => isClipped)
  const most = Math.max(0, ...largest.map(({ bytes }) => bytes))
  if (clipped.length === 0) return ['', `The largest mail has ${most} bytes of html; Gmail would clip it from 99,500 on.`]
  const rows = clipped.map(({ day, digest, stories, bytes }) => [day, digest, `${stories}`, `${bytes}`])
  return ['', 'Mails that Gmail would clip:', ...columns([['day', 'digest', 'stories', 'bytes'], ...rows])]
}

function clockLines({ clockChanges }: Simulation): string[] {
  if (clockChanges.length === 0) return []
  const rows = clockChanges.map(({ zone, at, minutes, readers }) => [zone, timeText(at), `${signed(minutes)} min`, `${readers}`])
  return ['', 'Nights on which clocks change:', ...columns([['zone', 'at', 'by', 'readers'], ...rows])]
}
