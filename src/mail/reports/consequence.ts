import { meaningOf, REASONS, type Reason } from './reason.ts'
import type { RecipientReport } from './report.ts'

/** What a report asks for, once it is known which delivery it answers. `count` is one failure towards a soft limit. */
export type Consequence = 'suppress' | 'count' | 'suppress-everywhere' | 'tell-operator' | 'nothing'

/**
 * hard → suppress, soft → count, complaint → suppress everywhere, our own fault → a person, anything else → nothing. A mail that is still
 * being tried is no failure (RFC 3464 §2.3.3), a report about our signature no complaint (RFC 6591), and a recipient's own limits and rules
 * count for nobody.
 */
export function consequenceOf(recipient: Pick<RecipientReport, 'class' | 'reason'>): Consequence {
  switch (recipient.class) {
    case 'hard':
      return 'suppress'
    case 'soft':
      return recipient.reason === 'delayed' || countsForNobody(recipient.reason) ? 'nothing' : 'count'
    case 'sender':
      return countsForNobody(recipient.reason) ? 'nothing' : 'tell-operator'
    case 'complaint':
      return recipient.reason === 'auth-failure' ? 'tell-operator' : 'suppress-everywhere'
    case 'autoreply':
    case 'delivered':
      return 'nothing'
  }
}

const countsForNobody = (reason: string): boolean => isReason(reason) && meaningOf(reason).counts === false

const isReason = (reason: string): reason is Reason => Object.hasOwn(REASONS, reason)
