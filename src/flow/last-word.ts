import { TOO_LATE } from '../domain/delivery.ts'
import { checkAddress } from '../domain/address.ts'
import type { Instant } from '../domain/instant.ts'
import type { LastWord } from '../store/last-words.ts'

type Asked = Pick<LastWord, 'address' | 'canonical' | 'subscription' | 'suppressed' | 'pausedUntil'>

type Moment = { usefulUntil: Instant; now: Instant }

/** Why a claimed delivery must not go out after all; undefined when nothing stands against it. Asked last, before the conversation. */
export function objectionTo(word: Asked | undefined, { usefulUntil, now }: Moment): string | undefined {
  if (!word) return 'the subscriber is gone'
  if (word.suppressed !== null) return `suppressed: ${word.suppressed}`
  if (word.subscription !== 'active') return 'unsubscribed'
  if (word.pausedUntil !== null && word.pausedUntil > now) return 'paused'
  if (now > usefulUntil) return TOO_LATE
  // An address is checked when it comes in; a row that came here by another way must not reach the mail server.
  const checked = checkAddress(word.address)
  if (!checked.ok || checked.address !== word.address || checked.canonical !== word.canonical) return 'the address is not one'
  return undefined
}
