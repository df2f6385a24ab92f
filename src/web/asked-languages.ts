import type { Language } from '../domain/briefing.ts'
import { canonicalLanguage } from '../domain/language.ts'
import { frameLanguage } from '../render/words.ts'

const MOST = 20

/** The language of a page for whoever asks with this `Accept-Language` (RFC 9110 §12.5.4): the first that we have words for, else the publication's. */
export const askedLanguage = ({ publication: { language } }: Speaking, header: string | undefined): Language =>
  frameLanguage([...readAcceptLanguage(header ?? ''), ...(language === undefined ? [] : [language])])

type Speaking = { publication: { language?: Language } }

/** `fr;q=0.2, zh-CN, *;q=0.1` → `zh-CN`, `fr` */
function readAcceptLanguage(header: string): Language[] {
  const wishes = header.split(',', MOST).map((wish) => {
    const [tag = '', ...parameters] = wish.split(';').map((part) => part.trim())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    return { language: canonicalLanguage(tag), weight: quality === undefined ? 1 : Number(quality.slice(2)) }
  })
  const wanted = wishes.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  return wanted.flatMap(({ language }) => language ?? [])
}
