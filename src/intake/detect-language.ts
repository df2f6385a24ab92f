import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Language } from '../domain/briefing.ts'

/**
 * The language that a text is written in, or undefined where nobody could say. The script that fills most of the text comes first, so
 * that English names do not turn a Chinese text English: its words alone are shown to the detector.
 */
export function detectLanguage(text: string): Language | undefined {
  const sample = text.slice(0, ENOUGH)
  const script = leadingScript(sample)
  if (script === undefined) return undefined
  const letters = sample.match(script.letters) ?? []
  return script.name === 'cjk' ? eastAsian(sample) : detected(letters.join(' '))
}

const ENOUGH = 20_000
const DECIDABLE = 60

type Script = { name: string; letters: RegExp; weight: number }

// A Chinese character says about as much as three Latin letters.
const SCRIPTS: Script[] = [
  { name: 'cjk', letters: /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]+/gu, weight: 3 },
  { name: 'latin', letters: /[\p{sc=Latin}\p{M}'’-]+/gu, weight: 1 },
  { name: 'cyrillic', letters: /[\p{sc=Cyrl}\p{M}'’-]+/gu, weight: 1 },
  { name: 'arabic', letters: /[\p{sc=Arab}\p{M}\u200C]+/gu, weight: 1 },
  {
    name: 'other',
    letters: /[[\p{L}\p{M}\u200C\u200D]--[\p{sc=Latin}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]]+/gv,
    weight: 1,
  },
]

function leadingScript(text: string): Script | undefined {
  const sizes = SCRIPTS.map((script) => ({ script, size: script.weight * lengthOf(text.match(script.letters) ?? []) }))
  const largest = sizes.reduce((best, next) => (next.size > best.size ? next : best))
  return largest.size > 0 ? largest.script : undefined
}

const lengthOf = (words: string[]): number => words.reduce((sum, word) => sum + word.length, 0)

function detected(text: string): Language | undefined {
  const answer = detector().detect(text)
  if (answer.language === '') return undefined
  if (!answer.isReliable() && text.length < DECIDABLE) return undefined
  return AS_WE_WRITE_IT.get(answer.language) ?? answer.language
}

// The detector's `ku` is trained on Kurdish in Arabic script, which BCP 47 calls ckb; `tl` is written `fil` (CLDR aliases).
const AS_WE_WRITE_IT = new Map([
  ['ku', 'ckb'],
  ['tl', 'fil'],
])

type Detector = { detect: (text: string) => { language: string; isReliable: () => boolean } }

let loaded: Detector | undefined

// Its tables take a third of a second and 50 MB, so they are loaded with the first text that needs them. The package can only be found as
// an ES module, and only `require` loads at once.
function detector(): Detector {
  loaded ??= (createRequire(import.meta.url)(fileURLToPath(import.meta.resolve('eld/small'))) as { eld: Detector }).eld
  return loaded
}

function eastAsian(text: string): Language {
  const han = count(text, /\p{sc=Han}/gu)
  const kana = count(text, /[\p{sc=Hira}\p{sc=Kana}]/gu)
  const hangul = count(text, /\p{sc=Hang}/gu)
  if (hangul > han && hangul > kana) return 'ko'
  if (kana * 10 > han + kana) return 'ja'
  return count(text, TRADITIONAL) > 2 * count(text, SIMPLIFIED) + 2 ? 'zh-Hant' : 'zh'
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

// Frequent characters that differ between the two, pair by pair.
const TRADITIONAL =
  /[國會學說個來們時這對開關發後經過還進長問題實現點動應當無電車東話語書寫讀見觀產業務員買賣錢銀鐵門間聞報紙線網絡總統選舉黨權軍戰爭歐亞華爾灣區體與為從萬億歲歷議論談協約條義聯際機構資債稅貿輸運陸軍備衛醫藥藝術愛親單聲變讓認識設計調據顯頭]/gu
const SIMPLIFIED =
  /[国会学说个来们时这对开关发后经过还进长问题实现点动应当无电车东话语书写读见观产业务员买卖钱银铁门间闻报纸线网络总统选举党权军战争欧亚华尔湾区体与为从万亿岁历议论谈协约条义联际机构资债税贸输运陆军备卫医药艺术爱亲单声变让认识设计调据显头]/gu
