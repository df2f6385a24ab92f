import type { MailWishes, SubscriptionChoice } from '../../domain/choice.ts'
import type { Digest } from '../../domain/digest.ts'
import { NEVER_QUIET, type QuietHours } from '../../domain/quiet-hours.ts'
import { hourText, parseHour } from '../../domain/reader-hour.ts'
import type { Words } from '../../render/words.ts'

/** What the wishes on the page are about: the one digest, and all mails together. */
export type WishesOf = {
  digest: Digest
  subscription: Pick<SubscriptionChoice, 'quiet' | 'silentNote'>
  mails: MailWishes
  hasOthers: boolean
}

export type WishesRead = { choices: { quiet?: QuietHours | null; silentNote?: boolean }; mails: Partial<MailWishes>; isFaulty: boolean }

const MOST = [1, 2, 3, 5]

/** The fields of the wishes as they stand; of what does not concern the reader there is no field. */
export function mailWishesView({ digest, subscription, mails, hasOthers }: WishesOf, words: Words) {
  const quiet = subscription.quiet ?? digest.quiet ?? NEVER_QUIET
  const isQuiet = quiet.from !== quiet.until
  return {
    quiet: digest.release === 'instant' ? { from: isQuiet ? hourText(quiet.from) : '', until: isQuiet ? hourText(quiet.until) : '' } : null,
    note:
      digest.silentAfter === null
        ? null
        : { text: words.say('wishNote', { count: digest.silentAfter }), isChosen: subscription.silentNote },
    most: [null, ...MOST].map((count) => ({
      value: count ?? '',
      text: count === null ? words.say('wishMostUsual') : words.say('wishMost', { count }),
      isChosen: count === mails.mailsADay,
    })),
    joins: hasOthers ? { isChosen: mails.joins ?? digest.joins } : null,
  }
}

/** Reads what was posted of them. A field that the form did not hold stays as it is. */
export function readMailWishes(body: unknown, { digest, mails }: Pick<WishesOf, 'digest' | 'mails'>): WishesRead {
  const posted = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const textOf = (name: string): string => [posted[name]].flat().findLast((value) => typeof value === 'string') ?? ''
  const asked = [posted['asked']].flat()
  const quiet = asked.includes('quiet') ? readQuiet(textOf('quiet-from'), textOf('quiet-until'), digest) : undefined
  const most = Number(textOf('most'))
  const joins = textOf('joins') === 'yes'
  return {
    isFaulty: quiet === 'faulty',
    choices: {
      ...(quiet !== undefined && quiet !== 'faulty' && { quiet }),
      ...(asked.includes('note') && { silentNote: textOf('note') === 'yes' }),
    },
    mails: {
      ...(asked.includes('most') && { mailsADay: MOST.includes(most) ? most : null }),
      // Who leaves it as the digest has it has wished nothing.
      ...(asked.includes('joins') && joins !== (mails.joins ?? digest.joins) && { joins }),
    },
  }
}

/** Both times empty: at any time. As the digest has them: nothing of one's own. */
function readQuiet(from: string, until: string, { quiet }: Digest): QuietHours | null | 'faulty' {
  if (from.trim() === '' && until.trim() === '') return quiet === null ? null : NEVER_QUIET
  const own = { from: parseHour(from), until: parseHour(until) }
  if (own.from === undefined || own.until === undefined || own.from === own.until) return 'faulty'
  return own.from === quiet?.from && own.until === quiet.until ? null : { from: own.from, until: own.until }
}
