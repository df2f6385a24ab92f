import { textWidth } from '../../domain/text-width.ts'
import { asciiDigits } from '../dates/ascii-digits.ts'

/** `count` is undefined where the line only says "Sources"; `isNamed` tells whether it says so in a language known here. */
export type SourcesLine = { count: number | undefined; isNamed: boolean }

/**
 * The line that announces how many sources there are: `Sources (3)`, `来源（3）`, `المصادر (٣)`, also `3 sources` and `Quellen: 3`. A short
 * line that ends in a number in brackets may be one in any language.
 */
export function readSourcesLine(line: string): SourcesLine | undefined {
  if (line.length > 80) return undefined
  const text = asciiDigits(line.normalize('NFKC')).toLowerCase().replaceAll(THOUSANDS, '')
  const isNamed = NAMES.test(text)
  const bracketed = /^\D+[([{【〔]\s*(\d{1,6})\s*[)\]}】〕]\s*[.:。]?$/u.exec(text)
  if (bracketed && IS_YEAR.test(bracketed[1] ?? '')) return undefined
  if (bracketed && isShort(text) && /\p{L}/u.test(text)) return { count: Number(bracketed[1]), isNamed }
  if (!isNamed || !isShort(text)) return undefined
  const numbers = text.match(/\d+/g) ?? []
  if (numbers.length > 1 || (numbers[0]?.length ?? 0) > 6 || /[.!?。！？]$/u.test(text)) return undefined
  if (numbers[0] !== undefined) return { count: Number(numbers[0]), isNamed }
  return ALONE.test(text) ? { count: undefined, isNamed } : undefined
}

/** "Source: Ministry of Health (2025)" */
const IS_YEAR = /^(?:19|20)\d\d$/

const THOUSANDS = /(?<=\d)[,.'’ ](?=\d{3}(?!\d))/gu

const isShort = (text: string): boolean => textWidth(text) <= 40 && text.split(' ').length <= 6

const WORDS = (
  'sources?|quellen?|quellenangaben|fuentes?|fontes?|fonti|fonte|font|fonts|bronnen|bron|källor|källa|kilder|kilde|lähteet|lähde|heimildir|' +
  'źródła|źródło|źródeł|zdroje|zdroj|zdrojů|források|forrás|surse|sursă|izvori|izvor|viri|burime|burimet|allikad|avoti|šaltiniai|kaynaklar|' +
  'kaynak|mənbələr|nguồn|sumber|pinagmulan|vyanzo|iturriak|ffynonellau|foinsí|bronne|источники|источник|источника|источников|джерела|джерел|' +
  'крыніцы|източници|извори|πηγές|πηγή|աղբյուրներ|წყაროები|مصادر|المصادر|مصدر|منابع|منبع|ذرائع|מקורות|स्रोत|स्त्रोत|সূত্র|উৎস|ஆதாரங்கள்|మూలాలు|ምንጮች'
).split('|')
const UNSPACED =
  '来源|來源|信源|消息来源|资料来源|資料來源|参考|參考|出处|出處|出典|情報源|ソース|참고|출처|แหล่งที่มา|แหล่งข่าว|ແຫຼ່ງ|ប្រភព'

const ANY = `(?:(?<!\\p{L})(?:${WORDS.join('|')})(?![\\p{L}\\p{M}])|${UNSPACED})`
const NAMES = new RegExp(ANY, 'u')
const ALONE = new RegExp(`^${ANY}\\s*:?$`, 'u')
