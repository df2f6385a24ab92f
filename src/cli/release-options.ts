import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Digest, Release } from '../domain/digest.ts'
import type { Recurrence } from '../domain/digest-schedule.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import { parseHour } from '../domain/reader-hour.ts'
import { wholeNumberOption } from './options.ts'

/** What the options say of how a digest is released; what was not given is not there. */
export type ReleaseWish = {
  release?: Release
  every?: number
  since?: string
  monthly?: Recurrence
  calendar?: string
  fewest?: number
  mostWaits?: number
  apart?: boolean
  together?: boolean
  priority?: number
  silentAfter?: number
  quiet?: QuietHours | 'none'
}

export type ReleaseChoices = Partial<
  Pick<Digest, 'release' | 'calendar' | 'fewest' | 'mostWaits' | 'joins' | 'leastPriority' | 'silentAfter' | 'quiet'>
> & {
  recurrence?: Recurrence
}

/** The options of "digest add" and "digest edit" that say when and how issues go out. */
export function addReleaseOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--release <how>',
        'fixed: cut at its time; rolling: cut anew for every reader’s own hour; instant: each urgent briefing at once',
      ).argParser(releaseOption),
    )
    .option('--every <weeks>', 'only every so many weeks, counted from --since', wholeNumberOption(1, 52))
    .option('--since <date>', 'a date in the first of those weeks, such as 2026-11-23', dateOption)
    .option(
      '--monthly <which>',
      'once a month: first to fifth, or last, of --days (last, --days weekdays: the last working day); or 1 to 31 (31: the last day)',
      monthlyOption,
    )
    .option('--calendar <name>', 'leave out the dates of this calendar ("calendar add" makes one; "none": leave out nothing)')
    .option('--fewest <stories>', 'an issue with fewer waits for the next date', wholeNumberOption(1, 100))
    .option('--most-waits <dates>', 'but so many times in a row at most', wholeNumberOption(0, 100))
    .option('--apart', 'its mails are never one with those of other digests that fall due at the same time')
    .option('--together', 'they are, unless a reader wishes otherwise (so it is by default)')
    .option(
      '--silent-after <dates>',
      'after so many dates (of a rolling digest: days) without anything, readers who wish it get a short note (0: never)',
      wholeNumberOption(0, 365),
    )
    .option('--quiet <from-until>', 'of an instant digest: when its mails wait, such as 22:00-07:00 (none: never)', quietOption)
    .option('--priority <least>', 'of an instant digest: the least priority, 0 to 9, of what leaves at once', wholeNumberOption(0, 9))
}

/** The choices that these options make. */
export function releaseChoices(wish: ReleaseWish): ReleaseChoices {
  const { release, monthly, every, since, calendar, fewest, mostWaits, priority, silentAfter, quiet } = wish
  const weekly: Recurrence | undefined = every === undefined ? undefined : { kind: 'weekly', every, ...(since !== undefined && { since }) }
  const recurrence = monthly ?? weekly
  return {
    ...(release !== undefined && { release }),
    ...(recurrence && { recurrence }),
    ...(calendar !== undefined && { calendar: calendar === 'none' ? null : calendar }),
    ...(fewest !== undefined && { fewest }),
    ...(mostWaits !== undefined && { mostWaits }),
    ...((wish.apart || wish.together) && { joins: !wish.apart }),
    ...(silentAfter !== undefined && { silentAfter: silentAfter === 0 ? null : silentAfter }),
    ...(quiet !== undefined && { quiet: quiet === 'none' ? null : quiet }),
    ...(priority !== undefined && { leastPriority: priority }),
  }
}

export function quietOption(text: string): QuietHours | 'none' {
  if (text === 'none') return 'none'
  const [from, until] = text.split('-').map(parseHour)
  if (from === undefined || until === undefined || from === until)
    throw new InvalidArgumentError('Write two times such as 22:00-07:00, or none.')
  return { from, until }
}

export function dateOption(text: string): string {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString()
  } catch {
    throw new InvalidArgumentError('Write a date such as 2026-12-25.')
  }
}

function releaseOption(text: string): Release {
  if (text === 'fixed' || text === 'rolling' || text === 'instant') return text
  throw new InvalidArgumentError('Write fixed, rolling or instant.')
}

const RANKS = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5, last: -1 } as const

function monthlyOption(text: string): Recurrence {
  const word = text.toLowerCase()
  if (word in RANKS) return { kind: 'monthly-weekday', nth: RANKS[word as keyof typeof RANKS] }
  const day = Number(word)
  if (Number.isInteger(day) && day >= 1 && day <= 31) return { kind: 'monthly-date', day }
  throw new InvalidArgumentError('Write first, second, third, fourth, fifth or last, or a day from 1 to 31.')
}
