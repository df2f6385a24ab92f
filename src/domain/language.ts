import type { Language } from './briefing.ts'

/**
 * A BCP 47 tag in its canonical case, without extensions: `zh-hans` → `zh-Hans`, `iw` → `he`, `pt_br` → `pt-BR`.
 * Undefined for what is no tag, for `und`, and for two letters that ISO 639-1 does not know, such as the frequent slips `cn` and `jp`.
 */
export function canonicalLanguage(tag: string): Language | undefined {
  const locale = parse(tag.trim().replaceAll('_', '-'))
  return locale && isKnown(locale.language) ? locale.baseName : undefined
}

/** The direction of a language's script: right to left for Arabic, Hebrew, Persian, Urdu, but also for `az-Arab` and `pa-PK`. */
export const direction = (language: Language): 'ltr' | 'rtl' => (parse(language)?.getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr')

/** The ISO 15924 code of the script that a language is written in, `Zyyy` where nobody knows. */
export const scriptOf = (language: Language): string => parse(language)?.maximize().script ?? 'Zyyy'

/**
 * Whether a reader of these languages can read a story. The language must be the same. Who names neither script nor region reads all
 * its scripts; who names one reads that script in every region. So `zh` reads `zh-Hans` and `zh-Hant`; `zh-Hans` and `zh-CN` read `zh`
 * and `zh-SG` but not `zh-TW`; `en` and `en-GB` read each other.
 */
export const reads = (readerLanguages: Language[], storyLanguage: Language): boolean => rankOf(readerLanguages, storyLanguage) !== undefined

/** The position of the reader's first language that reads the story: 0 is the favourite. */
export function rankOf(readerLanguages: Language[], storyLanguage: Language): number | undefined {
  const rank = readerLanguages.findIndex((language) => readsOne(language, storyLanguage))
  return rank < 0 ? undefined : rank
}

/** Which of the languages on offer suits the reader best: by the reader's order, and within one language the nearest form of it. */
export function bestOf(readerLanguages: Language[], available: Language[]): Language | undefined {
  for (const wanted of readerLanguages) {
    const readable = available.filter((language) => readsOne(wanted, language))
    const best = readable.find((language) => language === wanted) ?? readable.find((language) => likely(language) === likely(wanted))
    const found = best ?? readable.find((language) => scriptOf(language) === scriptOf(wanted)) ?? readable[0]
    if (found) return found
  }
  return undefined
}

/** The language alone, in whatever script and region: `zh-Hant-TW` → `zh`. */
export const bareLanguage = (language: Language): Language => parse(language)?.language ?? language

const LONGEST_TAG = 35
const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

const MOST_KEPT = 500
const parsed = new Map<string, Intl.Locale | undefined>()

// A page of two hundred names asks for the same few languages a thousand times, and each costs as much as its line of the page.
function parse(tag: string): Intl.Locale | undefined {
  if (tag.length > LONGEST_TAG) return undefined
  if (parsed.has(tag)) return parsed.get(tag)
  if (parsed.size >= MOST_KEPT) parsed.clear()
  const locale = localeOf(tag)
  parsed.set(tag, locale)
  return locale
}

function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag)
  } catch {
    return undefined
  }
}

// Names of three letters are too many for any table to know them all; longer ones were never given out.
const isKnown = (language: string): boolean =>
  language !== 'und' && (language.length === 3 || (language.length === 2 && names.of(language) !== undefined))

function readsOne(reader: Language, story: Language): boolean {
  if (reader === story) return true
  const [own, other] = [parse(reader), parse(story)]
  if (!own || !other || family(own.language) !== family(other.language)) return false
  return (!own.script && !own.region) || scriptOf(reader) === scriptOf(story)
}

// Bokmål and Nynorsk have tags of their own, and every Norwegian reads both.
const family = (language: string): string => (language === 'nb' || language === 'nn' ? 'no' : language)

const likely = (language: Language): string => parse(language)?.maximize().baseName ?? language
