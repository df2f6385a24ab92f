import { saying, type Saying } from '../domain/saying.ts'
import type { Source } from '../domain/briefing.ts'

export type Link = { ok: true; url: string } | { ok: false; reason: Saying }

const LONGEST_URL = 2048

/** A web address that may stand under a source: http or https, at most 2,048 characters, without user name and password. */
export function readLink(text: string): Link {
  if (text.length > LONGEST_URL) return no(saying('reading.address-long', { most: LONGEST_URL }))
  const url = URL.parse(text)
  if (!url || /\s/.test(text)) return no(saying('reading.address-none'))
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return no(saying('reading.address-scheme'))
  if (url.username !== '' || url.password !== '') return no(saying('reading.address-user'))
  return url.href.length > LONGEST_URL ? no(saying('reading.address-long', { most: LONGEST_URL })) : { ok: true, url: url.href }
}

const no = (reason: Saying): Link => ({ ok: false, reason })

/** A source as people list it: `Reuters, 12 Feb https://…`, `Reuters (https://…)`, a name alone, an address alone. */
export function sourceFromText(text: string): { source: Source; reason?: Saying } {
  const address = /https?:\/\/[^\s<>"'）】」]+/iu.exec(text)
  if (!address) return { source: { title: text } }
  const written = withoutPunctuation(address[0])
  const title = text
    .replace(written, '')
    .replaceAll(/[([（<]\s*[)\]）>]/gu, '')
    .replace(/^[\s\p{Pd}:：|,，·]+|[\s\p{Pd}:：|,，·]+$/gu, '')
  const link = readLink(written)
  if (!link.ok) return { source: { title: title || written }, reason: saying('reading.address', { why: link.reason }) }
  return { source: { title: title || hostOf(link.url), url: link.url } }
}

/** An address in a sentence does not own what closes the sentence, but `https://en.wikipedia.org/wiki/Comet_(disambiguation)` its bracket. */
function withoutPunctuation(address: string): string {
  const cut = address.replace(/[.,;:!?\]]+$/, '')
  const isOpen = cut.split('(').length > cut.split(')').length - 1
  return cut.endsWith(')') && !isOpen ? withoutPunctuation(cut.slice(0, -1)) : cut
}

export const hostOf = (url: string): string => new URL(url).hostname.replace(/^www\./, '')
