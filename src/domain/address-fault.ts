import { saying, type Saying } from './saying.ts'

/** Why a text is not taken for an address. */
export type AddressFault =
  | 'empty'
  | 'blank'
  | 'hidden-character'
  | 'quoted'
  | 'several'
  | 'no-at'
  | 'name'
  | 'name-too-long'
  | 'literal'
  | 'no-dot'
  | 'domain'
  | 'too-long'
  | 'ours'
  | 'international'

/** The fault as a sentence that says what to do. */
export const addressFault = (fault: AddressFault): Saying => saying(`refusals.address-${fault}`)
