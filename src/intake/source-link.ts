import type { Source } from '../domain/briefing.ts'

export type Link = { ok: true; url: string } | { ok: false; reason: string }

const LONGEST_URL = 2048

/** A web address that may stand under a source: http or https, at most 2,048 characters, without user name and password. */
export function readLink(text: string): Link {
  if (text.length > LONGEST_URL) return no(`is longer than ${LONGEST_URL} characters`)
  const url = URL.parse(text)
  if (!url || /\s/.test(text)) return no('is not a web address; expected something like https://example.org/story')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return no('must begin with http:// or https://')
  if (url.username !== '' || url.password !== '') return no('must not hold a user name or password')
  return url.href.length > LONGEST_URL ? no(`is longer than ${LONGEST_URL} characters`) : { ok: true, url: url.href }
}

const no = (reason: string): Link => ({ ok: false, reason })

/** A source as people list it: `Reuters, 12 Feb https://…`, `Reuters (https://…)`, a name alone, an address alone. */
export function sourceFromText(text: string): { source: Source; reason?: string } {
  const address = /https?:\/\/[^\s<>"'）】」]+/iu.exec(text)
  if (!address) return { source: { title: text } }
  const written = withoutPunctuation(address[0])
  const title = text
    .replace(written, '')
    .replaceAll(/[([（<]\s*[)\]）>]/gu, '')
    .replace(/^[\s\p{Pd}:：|,，·]+|[\s\p{Pd}:：|,，·]+$/gu, '')
  const link = readLink(written)
  if (!link.ok) return { source: { title: title || written }, reason: `The address ${link.reason}.` }
  return { source: { title: title || hostOf(link.url), url: link.url } }
}

/** An address in a sentence does not own what closes the sentence, but `https://en.wikipedia.org/wiki/Comet_(disambiguation)` its bracket. */
function withoutPunctuation(address: string): string {
  const cut = address.replace(/[.,;:!?\]]+$/, '')
  const isOpen = cut.split('(').length > cut.split(')').length - 1
  return cut.endsWith(')') && !isOpen ? withoutPunctuation(cut.slice(0, -1)) : cut
}

export const hostOf = (url: string): string => new URL(url).hostname.replace(/^www\./, '')
