import type { AddressFault } from './address-fault.ts'
import { hasDisguise } from './disguise.ts'
import { checkDomainName } from './domain-name.ts'
import { foldCase } from './fold-case.ts'

export type CheckedAddress =
  | {
      ok: true
      /** To send to: the name as typed, in NFC, and the domain in lower-case A-labels. */
      address: string
      /** To compare by: the name in lower case, too. Every spelling of one mailbox has the same. */
      canonical: string
      /** False where the name needs a mail server with SMTPUTF8 (RFC 6531). */
      isAscii: boolean
    }
  | { ok: false; reason: AddressFault }

/**
 * Whether a text is an address that mail can be sent to, without asking the network. Stricter than RFC 5321 section 4.1.2: no quoted
 * names, no comments, no address literals, at least two labels. Nothing is mended: what would have to be taken away or mapped is
 * refused, so that no spelling slips past a suppression. Only case, IDN and NFC count as the same address. `+tag` and dots stay.
 *
 *     Rosa@BÜCHER.example  →  address Rosa@xn--bcher-kva.example, canonical rosa@xn--bcher-kva.example
 */
export function checkAddress(text: string): CheckedAddress {
  const typed = text.normalize('NFC')
  const fault = faultOfWhole(typed)
  if (fault) return { ok: false, reason: fault }
  const [name = '', domainTyped = ''] = typed.split('@')
  const reason = faultOfName(name)
  if (reason) return { ok: false, reason }
  const domain = checkDomainName(domainTyped)
  if (!domain.ok) return domain
  const address = `${name}@${domain.name}`
  if (octets(address) > LONGEST_ADDRESS) return { ok: false, reason: 'too-long' }
  return { ok: true, address, canonical: `${foldCase(name)}@${domain.name}`, isAscii: /^[!-~]*$/.test(name) }
}

/** RFC 5321 section 4.5.3.1.3 allows a path of 256 octets, its angle brackets included. */
const LONGEST_ADDRESS = 254
const LONGEST_NAME = 64

const octets = (text: string): number => Buffer.byteLength(text)

function faultOfWhole(text: string): AddressFault | undefined {
  if (text === '') return 'empty'
  // No rule below needs to walk through a megabyte.
  if (text.length > 2 * LONGEST_ADDRESS) return 'too-long'
  if (/[\s\p{Cc}]/u.test(text)) return 'blank'
  if (hasDisguise(text)) return 'hidden-character'
  if (/["\\()]/.test(text)) return 'quoted'
  if (/[,;:<>]/.test(text.replace(/@\[.*\]$/, ''))) return 'several'
  const signs = text.split('@').length - 1
  if (signs !== 1) return signs === 0 ? 'no-at' : 'several'
  return undefined
}

/**
 * RFC 5322 atext, and beyond ASCII (RFC 6531 section 3.3) letters, digits and their marks, in words joined by single dots. No
 * word begins with a mark, or with the two letters that come apart into one.
 */
const NAME = /^(?![\p{M}ำຳ])[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+(\.(?![\p{M}ำຳ])[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+)*$/u

function faultOfName(name: string): AddressFault | undefined {
  if (octets(name) > LONGEST_NAME) return 'name-too-long'
  return NAME.test(name) ? undefined : 'name'
}
