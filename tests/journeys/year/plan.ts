import type { OnReturn } from '../../../src/domain/choice.ts'
import { DAY, type Instant } from '../../../src/domain/instant.ts'
import type { ReaderHour } from '../../../src/domain/reader-hour.ts'
import { diceOf } from './dice.ts'
import { planChanges } from './plan-changes.ts'
import { planReaders } from './plan-readers.ts'
import { planStories } from './plan-stories.ts'
import { listChanges, windowsAround } from './zones.ts'

/** What is lived through. The same settings always make the same plan, in whatever process. */
export type YearSettings = {
  seed: number
  readers: number
  from: Instant
  until: Instant
  /** Stories come only around the clock changes, or all the time. */
  isFull: boolean
}

export type Wish = { topics: string[]; hour: ReaderHour; languages: string[] }

export type PlannedReader = { address: string; format: 'text' | 'html'; wishes: Record<string, Wish> }

export type Happening = { at: Instant } & (
  | { kind: 'publish'; key: string; story: number; language: string; topics: string[]; priority: number; original: string | undefined }
  | { kind: 'choose'; reader: number; digest: string; wish: Wish; everywhere: boolean }
  | { kind: 'leave'; reader: number; digest: string }
  | { kind: 'leave-all'; reader: number }
  | { kind: 'pause'; reader: number; digest: string; until: Instant; onReturn: OnReturn }
  | { kind: 'resume'; reader: number; digest: string }
  | { kind: 'mute'; reader: number; topic: string; until: Instant | null }
  | { kind: 'unmute'; reader: number; topic: string }
)

export type Plan = { settings: YearSettings; readers: PlannedReader[]; happenings: Happening[] }

/** After the last story so long nothing new happens, and everything that is still owed can come. */
export const AFTERMATH = 30 * DAY

export function planYear(settings: YearSettings): Plan {
  const dice = diceOf(settings.seed)
  const { from, until, isFull } = settings
  const busyUntil = until - AFTERMATH
  const around = windowsAround(listChanges({ from, until: busyUntil }))
  const windows = isFull ? [{ from, until: busyUntil }] : around.filter((one) => one.from >= from && one.until <= busyUntil)
  const readers = planReaders(dice, settings.readers)
  const happenings = [...planStories(dice, windows), ...planChanges(dice, readers, { from, until: busyUntil, windows })]
  return { settings, readers, happenings: happenings.sort((one, other) => one.at - other.at) }
}
