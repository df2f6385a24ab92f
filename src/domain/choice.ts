import type { Language } from './briefing.ts'
import type { Instant } from './instant.ts'
import type { Format } from './part.ts'
import type { QuietHours } from './quiet-hours.ts'
import type { ReaderHour } from './reader-hour.ts'

/** What is made of the stories that came during a pause: all of them, the best ten, or nothing. */
export type OnReturn = 'all' | 'best' | 'nothing'

export const BEST = 10

/** A pause lasts while a mail would fall due before `until`. */
export type Pause = { until: Instant; onReturn: OnReturn }

/** A topic of which a reader wants nothing, until a time or for ever. */
export type Mute = { topicId: number; until: Instant | null }

/** A reader's wish for one digest, as it was after a change. */
export type SubscriptionChoice = {
  state: 'active' | 'ended'
  topicIds: number[]
  hour: ReaderHour
  languages: Language[]
  format: Format
  pause: Pause | null
  /** Of an instant digest; null: as the digest has it. */
  quiet: QuietHours | null
  /** A short note is wanted when there has been nothing for long. */
  silentNote: boolean
}

/** What a reader wishes of all mails together; null: as the publication, or the digests, have it. */
export type MailWishes = {
  /** Most mails on one day. */
  mailsADay: number | null
  /** What falls due in the same quarter of an hour comes in one mail. */
  joins: boolean | null
}

/** What is kept of a change: the state after it, of one digest or of everything that holds for all of them. */
export type Choice = { digestId: number; what: SubscriptionChoice } | { digestId: null; what: { mutes: Mute[]; mails?: MailWishes } }

/** Who made it: the reader on a page, by the mail program's button or by mail, a person at the desk, the program by itself. */
export type ChosenBy = 'page' | 'one-click' | 'mail' | 'person' | 'import' | 'program'
