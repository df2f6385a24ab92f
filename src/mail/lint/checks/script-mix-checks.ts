import { saying } from '../../../domain/saying.ts'
import { domainToUnicode } from 'node:url'
import { faultIf, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { signaturesOf } from '../message/dkim-signature.ts'
import { domainOf } from '../message/mailbox.ts'
import type { Message } from '../message/read-message.ts'
import { linksOf } from '../page/page-links.ts'
import { addressesOf } from './address-checks.ts'

export const scriptMixChecks: Check[] = [{ id: 'B6', level: 'must', look: mixedDomains }]

// UTS 39 §5.2, "Highly Restrictive": one script, or one of the three mixtures that East Asian writing needs.
const ONE_SCRIPT = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Thai',
  'Armenian',
  'Georgian',
  'Han',
  'Hangul',
  'Bengali',
  'Tamil',
  'Telugu',
  'Ethiopic',
]
const MIXTURES = [
  ...ONE_SCRIPT.map((script) => [script]),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
].map((scripts) => new RegExp(`^[${['Common', 'Inherited', ...scripts].map((script) => `\\p{Script=${script}}`).join('')}]*$`, 'u'))

function mixedDomains(message: Message, context: LintContext): Fault[] {
  return [
    ...faultsOf(ourDomains(message, context), 'us'),
    ...faultsOf(message.html ? linksOf(message.html.page).map(({ url }) => url?.hostname ?? '') : [], 'link'),
  ]
}

// Readers may have any domain; ours are what Gmail judges (From, Reply-To, envelope, signature).
function ourDomains(message: Message, context: LintContext): string[] {
  const addresses = addressesOf(message, { ...context, ...(context.envelope && { envelope: { from: context.envelope.from, to: [] } }) })
  const domains = addresses.filter(({ where }) => where !== 'To').map(({ address }) => domainOf(address))
  return [...domains, ...signaturesOf(message).map(({ domain }) => domain)]
}

const faultsOf = (domains: string[], whose: 'us' | 'link'): Fault[] =>
  [...new Set(domains)].flatMap((domain) =>
    faultIf(isMixed(domain), saying(`lint.scripts-mixed-${whose}`, { domain }), whose === 'link' ? 'html' : 'From'),
  )

function isMixed(domain: string): boolean {
  if (!/xn--|[^\x00-\x7f]/i.test(domain)) return false
  return domainToUnicode(domain)
    .split('.')
    .some((label) => !MIXTURES.some((mixture) => mixture.test(label)))
}
