import type { BriefingContent } from '../../domain/briefing.ts'
import { contradictingDates } from './contradicting-dates.ts'
import { doubledWords } from './doubled-words.ts'
import type { CheckFinding } from './finding.ts'
import { leftMarks } from './left-marks.ts'
import { longSentences } from './long-sentences.ts'
import { lyingLinks } from './lying-links.ts'
import { missingPieces } from './missing-pieces.ts'
import { missingSources } from './missing-sources.ts'
import { mixedWidths } from './mixed-widths.ts'
import { textToCheck, type TextToCheck } from './text-to-check.ts'
import { unbalancedMarks } from './unbalanced-marks.ts'
import { wrongWeekdays } from './wrong-weekdays.ts'

const CHECKS: ((text: TextToCheck) => CheckFinding[])[] = [
  ...[missingPieces, missingSources, lyingLinks, contradictingDates, wrongWeekdays],
  ...[leftMarks, doubledWords, unbalancedMarks, mixedWidths, longSentences],
]

/** Nobody reads the same complaint a hundred times. */
const MOST_OF_ONE = 12

/**
 * Everything that the words of a briefing give reason to look at, what misleads first, then in the order of the text. `topics`: the slugs
 * of its topics. What needs the network or the mail is asked for elsewhere (check-links.ts, check-mail.ts).
 */
export function checkBriefing(content: BriefingContent, topics: string[]): CheckFinding[] {
  const text = textToCheck(content, topics)
  return CHECKS.flatMap((check) => check(text).slice(0, MOST_OF_ONE)).sort(byWeight)
}

const LEVELS = ['must', 'should', 'hint']
const FIELDS = ['topics', 'kicker', 'title', 'headline', 'standfirst', 'updated', 'body', 'sources', 'mail']

export const byWeight = (one: CheckFinding, other: CheckFinding): number =>
  LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) ||
  FIELDS.indexOf(one.field) - FIELDS.indexOf(other.field) ||
  one.line - other.line
