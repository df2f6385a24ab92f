/** What became of mails: accepted by the next server or refused by it; reported afterwards as not delivered, or as unwanted. */
export type MailCounts = { accepted: number; refused: number; bounced: number; complained: number }

export type MailRates = { refused: number; bounced: number; complained: number }

/** Of all mails that went out, so many were refused or bounced; of those that were taken, so many readers complained. */
export function ratesOf({ accepted, refused, bounced, complained }: MailCounts): MailRates {
  const gone = Math.max(1, accepted + refused)
  return { refused: refused / gone, bounced: bounced / gone, complained: complained / Math.max(1, accepted) }
}

export type RateWarning = { what: 'complaints' | 'bounces'; rate: number; limit: number; isOver: boolean }

/**
 * The limits of the providers. Complaints: Gmail and Yahoo want less than 0.1 % and never 0.3 % (their sender guidelines, 2024 to 2026).
 * Bounces and refusals: Amazon SES reviews a sender at 5 % and stops it at 10 % (its "reputation metrics").
 */
export const COMPLAINT_LIMITS = { warn: 0.001, over: 0.003 }
export const BOUNCE_LIMITS = { warn: 0.05, over: 0.1 }

// One reader who complains, or a few dead addresses on a short list, are no rate.
const FEWEST = { complaints: 2, bounces: 10 }

/** Which limits the counts of some days come near to or are over. */
export function warningsOf(counts: MailCounts): RateWarning[] {
  const { refused, bounced, complained } = ratesOf(counts)
  const lost = refused + bounced
  return [
    ...warningOf('complaints', { rate: complained, count: counts.complained, ...COMPLAINT_LIMITS }),
    ...warningOf('bounces', { rate: lost, count: counts.refused + counts.bounced, ...BOUNCE_LIMITS }),
  ]
}

function warningOf(what: RateWarning['what'], of: { rate: number; count: number; warn: number; over: number }): RateWarning[] {
  if (of.count < FEWEST[what] || of.rate < of.warn) return []
  const isOver = of.rate >= of.over
  return [{ what, rate: of.rate, limit: isOver ? of.over : of.warn, isOver }]
}

/** What is known of one issue's mails: how many left us, how many of them did not arrive, how many readers called it spam. */
export type IssueCounts = { gone: number; failed: number; complained: number }

const FIRST = 1000

/**
 * Why an issue has to pause: so many of its mails bounce or are complained of that the rest would ruin the sender. Its first thousand are
 * judged as a thousand from the start, so that one complaint out of twenty mails stops nothing, and fifty bounces out of sixty do.
 */
export function pauseReason({ gone, failed, complained }: IssueCounts): string | undefined {
  const of = Math.max(gone, FIRST)
  if (complained > COMPLAINT_LIMITS.over * of) return `${complained} of its first ${gone} readers called it spam; the limit is 0.3 %`
  if (failed > BOUNCE_LIMITS.warn * of) return `${failed} of its first ${gone} mails were refused or came back; the limit is 5 %`
  return undefined
}
