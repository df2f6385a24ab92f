import { domainToASCII, domainToUnicode } from 'node:url'
import { hasDisguise } from './disguise.ts'
import { foldCase } from './fold-case.ts'

type DomainFault = 'literal' | 'no-dot' | 'domain'
export type CheckedDomainName = { ok: true; name: string } | { ok: false; reason: DomainFault }

/**
 * A domain as mail needs it: lower-case A-labels (RFC 5890) of letters, digits and inner hyphens, at least two labels of at most 63
 * octets, 253 in all, the last one not a number. `domainToASCII` alone checks none of that and turns `a/b.com` into `a` and `0x7f.1`
 * into `127.0.0.1`, so the alphabet is checked before it and the outcome behind it.
 */
export function checkDomainName(text: string): CheckedDomainName {
  if (/^\[.*\]$/.test(text)) return { ok: false, reason: 'literal' }
  if (!TYPED.test(text) || hasDisguise(text)) return { ok: false, reason: 'domain' }
  const name = domainToASCII(text)
  if (name.length > LONGEST_NAME || !isFaithful(text, name)) return { ok: false, reason: 'domain' }
  const labels = name.split('.')
  if (!labels.every((label) => LABEL.test(label))) return { ok: false, reason: 'domain' }
  if (labels.length < 2) return { ok: false, reason: 'no-dot' }
  return /^\d+$/.test(labels.at(-1) ?? '') ? { ok: false, reason: 'domain' } : { ok: true, name }
}

const LONGEST_NAME = 253
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Letters, digits, their marks, and the few signs that RFC 5892 allows inside words: Catalan `l·l`, Japanese `・`, Hebrew `׳` and `״`. */
const TYPED = /^[\p{L}\p{M}\p{N}.·・׳״-]+$/u

// Nothing but case may have changed, and an A-label must stand for letters that come back as the same A-label: `xn--a.com` does not.
function isFaithful(typed: string, name: string): boolean {
  const shown = domainToUnicode(name)
  const labels = shown.split('.')
  const isUnmapped = typed.split('.').every((label, index) => /^xn--/i.test(label) || foldCase(label) === foldCase(labels[index] ?? ''))
  return isUnmapped && TYPED.test(shown) && !labels.some((label) => label.startsWith('xn--')) && domainToASCII(shown) === name
}
