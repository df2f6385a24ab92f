import type { Instant } from '../../domain/instant.ts'
import { readToken, writeToken } from '../../domain/link-token.ts'
import type { IsSigned, Sign } from '../../domain/signature.ts'

const SECOND = 1000
/** Nobody chooses a topic and writes an address faster; a page may also lie in a cache for a minute, and in a tab for days. */
const SOONEST = 2
const LATEST = 7 * 24 * 60 * 60

/** When a form was made, in a word that nobody else can make. */
export const formStamp = (now: Instant, sign: Sign): string => writeToken('form', [Math.floor(now / SECOND)], sign)

/** Whether somebody had the time to fill the form in; false for a stamp that is not ours, too. */
export function hasTakenTime(stamp: string, now: Instant, isSigned: IsSigned): boolean {
  const [made, ...rest] = readToken('form', stamp, isSigned) ?? []
  const age = made === undefined || rest.length > 0 ? 0 : Math.floor(now / SECOND) - made
  return age >= SOONEST && age <= LATEST
}
