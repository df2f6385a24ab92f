import { readSubscriptionToken, subscriptionToken, type SubscriptionRef } from '../domain/links.ts'
import type { IsSigned, Sign } from '../domain/signature.ts'

/**
 * What an address of our bounce domain is for: the envelope sender of a delivery or of a single mail (bounce-address.ts), the one to which
 * providers send complaints (RFC 5965, feedback loops), or a wish to leave by mail (RFC 2369 §3.2).
 */
export type ReportAddress =
  | { kind: 'delivery'; deliveryId: number }
  | { kind: 'notice'; noticeId: number }
  | { kind: 'feedback' }
  | { kind: 'unsubscribe'; subscription: SubscriptionRef }

/**
 * Reads an address that we have signed; undefined for every other one. Mail servers fold the case of addresses, so all of it counts in
 * lower case (MAIL.md F1).
 */
export function readReportAddress(
  address: string,
  { bounceDomain, isSigned }: { bounceDomain: string; isSigned: IsSigned },
): ReportAddress | undefined {
  const [, kind, id = '', signature = ''] = SHAPE.exec(nameIn(address, bounceDomain)) ?? []
  switch (kind) {
    case 'b':
      return isSigned('bounce', id, signature) ? { kind: 'delivery', deliveryId: parseInt(id, 36) } : undefined
    case 'n':
      return isSigned('bounce', `notice ${id}`, signature) ? { kind: 'notice', noticeId: parseInt(id, 36) } : undefined
    case 'f':
      return id === '' && isSigned('feedback', FEEDBACK, signature) ? { kind: 'feedback' } : undefined
    case 'u': {
      const subscription = readSubscriptionToken(`${id}-${signature}`, isSigned)
      return subscription && { kind: 'unsubscribe', subscription }
    }
    default:
      return undefined
  }
}

/** Whether an address looks like one of ours: whoever lets mail in takes nothing else, and keeps what only looks so for a person. */
export const isLikeReportAddress = (address: string, bounceDomain: string): boolean => SHAPE.test(nameIn(address, bounceDomain))

/** Where mailbox providers send complaints: one address of this installation, which nobody can guess. */
export const feedbackAddress = ({ bounceDomain, sign }: { bounceDomain: string; sign: Sign }): string =>
  `f-${sign('feedback', FEEDBACK)}@${bounceDomain}`

const FEEDBACK = 'feedback'

/** Whoever writes to it leaves that digest. */
export const unsubscribeAddress = (subscription: SubscriptionRef, { bounceDomain, sign }: { bounceDomain: string; sign: Sign }): string =>
  `u-${subscriptionToken(subscription, sign)}@${bounceDomain}`

const SHAPE = /^(b|n|f|u)-(?:([0-9a-z]{1,11}(?:-[0-9a-z]{1,11})?)-)?([0-9a-z]{20,60})$/

/** RFC 5321 §4.5.3.1.3. */
const LONGEST = 254

function nameIn(address: string, bounceDomain: string): string {
  const end = `@${bounceDomain.toLowerCase()}`
  const folded = address.length > LONGEST ? '' : address.toLowerCase()
  return folded.endsWith(end) ? folded.slice(0, -end.length) : ''
}
