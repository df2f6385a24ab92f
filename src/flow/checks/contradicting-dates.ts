import { datesInText, type DateInText } from './dates-in-text.ts'
import type { CheckFinding } from './finding.ts'
import { sentencesOf, type Sentence } from './sentences.ts'
import { lineAt, type Passage, type TextToCheck } from './text-to-check.ts'

/**
 * Words that put a day ahead of whoever reads, wherever in the sentence before it they stand; and words that do so only right before it:
 * in "the treaty, signed on 8 April 2010, will expire" nothing is wrong.
 */
const AHEAD =
  /(?<!\p{L})(?:upcoming|forthcoming|impending|looming|scheduled|slated|bevorstehend\p{L}*|geplant\p{L}*|prochain\p{L}*|à venir|próxim\p{L}+|prevista?|предстоящ\p{L}+|المقبل\p{L}*|القادم\p{L}*|المرتقب\p{L}*)(?!\p{L})|即将|即將|将于|將於|将在|將在|拟于|擬於|定于|定於|预计|預計|有望于/giu
const RIGHT_AHEAD =
  /(?<!\p{L})(?:will|shall|is to|are to|is due|are due|is expected|are expected|is set to|are set to|wird|werden|будет|будут|سوف)(?!\p{L})/giu
const BEHIND =
  /(?<!\p{L})(?:took place|was held|were held|was signed|was published|ended|expired|happened|died|won)(?!\p{L})|已于|已於|已在|曾于|刚刚于/giu

const FAR = 110
const NEAR = 45

/**
 * "The upcoming expiry of the treaty on February 5, 2024", in a text that was updated on 13 February 2026; and what "was held" on a day
 * after the update. Without a date of its own a text contradicts nothing.
 */
export function contradictingDates({ content, passages }: TextToCheck): CheckFinding[] {
  const { updatedOn, language } = content
  if (updatedOn === undefined) return []
  return passages.flatMap((passage) => {
    const dates = datesInText(passage.text, language)
    const sentences = dates.length === 0 ? [] : sentencesOf(passage.text)
    return dates.flatMap((date) => {
      const before = textBefore(passage, date, sentences)
      if (date.date < updatedOn) return finding('date-contradicts', passage, { date, word: aheadIn(before), updated: updatedOn })
      if (date.date > updatedOn)
        return finding('date-to-come', passage, { date, word: lastOf(BEHIND, before.slice(-NEAR)), updated: updatedOn })
      return []
    })
  })
}

type Contradiction = { date: DateInText; word: string | undefined; updated: string }

function finding(check: 'date-contradicts' | 'date-to-come', passage: Passage, { date, word, updated }: Contradiction): CheckFinding[] {
  if (word === undefined) return []
  const values = { word, date: date.date, updated }
  return [{ check, level: 'must', field: passage.field, line: lineAt(passage, date.start), found: date.written, values }]
}

const aheadIn = (before: string): string | undefined => lastOf(AHEAD, before.slice(-FAR)) ?? lastOf(RIGHT_AHEAD, before.slice(-NEAR))

const lastOf = (words: RegExp, text: string): string | undefined => [...text.matchAll(words)].at(-1)?.[0]

/** What stands in the date's own sentence before it. */
function textBefore({ text }: Passage, { start }: DateInText, sentences: Sentence[]): string {
  const sentence = sentences.find((one) => one.start <= start && start < one.start + one.text.length)
  return text.slice(sentence?.start ?? 0, start)
}
