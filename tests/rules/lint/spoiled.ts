import type { LintContext } from '../../../src/mail/lint/lint-context.ts'
import type { Change } from './sound-message.ts'

/** One way to spoil the sound message: what a customer would say was found, under which ids and no others. */
export type Spoiled = { found: string; ids: string[]; change?: Change; context?: LintContext }

export const inHtml = (from: string | RegExp, to: string): Change => ({ html: (html) => swap(html, from, to) })

export const inText = (from: string | RegExp, to: string): Change => ({ text: (text) => swap(text, from, to) })

export const inRaw = (from: string | RegExp, to: string): Change => ({ raw: (raw) => swap(raw, from, to) })

export const inSignature = (from: string | RegExp, to: string): Change => ({
  isSigned: true,
  signature: (signature) => swap(signature, from, to),
})

/** The same paragraph into both parts, so that they still tell the same. */
export const inBoth = (paragraph: string, words = paragraph.replace(/<[^>]*>/g, '')): Change => ({
  html: (html) => swap(html, '</td></tr></table>\n<!--', `${paragraph}</td></tr></table>\n<!--`),
  text: (text) => `${text}\n${words}\n`,
})

function swap(whole: string, from: string | RegExp, to: string): string {
  const swapped = whole.replace(from, () => to)
  if (swapped === whole) throw new Error(`Nothing in the sound message is ${String(from)}`)
  return swapped
}
