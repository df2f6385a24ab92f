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

const SENTENCES: Record<AddressFault, string> = {
  empty: 'There is no address; write one such as name@example.com.',
  blank: 'The address has a blank, a line break or a control character in it; take it out.',
  'hidden-character': 'The address has an invisible or look-alike character in it; type it by hand instead of pasting it.',
  quoted: 'Quotes, backslashes and brackets cannot stand in an address here; use one without them.',
  several: 'This looks like more than one address, or like a name and an address; write a single address and nothing else.',
  'no-at': 'An @ is missing; an address looks like name@example.com.',
  name: 'The part before the @ is not right: no dot at its start or end, no two in a row, and only letters, digits and common signs.',
  'name-too-long': 'The part before the @ is longer than 64 octets; use a shorter address.',
  literal: 'A number in brackets is no domain that mail is sent to here; write the domain, such as example.com.',
  'no-dot': 'The domain needs at least two parts, as in example.com; add what is missing.',
  domain:
    'The domain after the @ does not exist in this form; check its spelling: letters, digits and inner hyphens, joined by single dots.',
  'too-long': 'The address is too long for any mail server (254 octets); use a shorter one.',
  ours: 'This address is one of ours: mail to it would come back to us. Write your own.',
  international:
    'The part before the @ has letters that our mail server cannot write to; use an address with plain letters and digits there.',
}

/** The fault as a sentence that says what to do. */
export const addressFaultText = (fault: AddressFault): string => SENTENCES[fault]
