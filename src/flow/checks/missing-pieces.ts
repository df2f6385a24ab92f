import type { CheckFinding } from './finding.ts'
import { firstOf, type TextToCheck } from './text-to-check.ts'

/** What a briefing lacks: a standfirst, a topic, words for a picture. */
export function missingPieces({ content, topics }: TextToCheck): CheckFinding[] {
  const lacks: CheckFinding[] = []
  if (content.standfirst === '') lacks.push({ check: 'no-standfirst', level: 'should', field: 'standfirst', line: 0, found: '' })
  if (topics.length === 0) lacks.push({ check: 'no-topic', level: 'must', field: 'topics', line: 0, found: '' })
  return [...lacks, ...picturesWithoutWords(content.body)]
}

const PICTURE = /!\[([^\]\n]{0,300})\]\(([^)\s]{0,1000})[^)\n]{0,300}\)/g
/** `IMG_2041.jpg` describes nothing to somebody who does not see the picture. */
const FILE_NAME = /^\S*\.(?:jpe?g|png|gif|webp|svg|avif)$|^(?:image|picture|photo|img|图片|照片)[\s_-]*\d*$/i

function picturesWithoutWords(body: string): CheckFinding[] {
  return body.split('\n').flatMap((line, index) =>
    firstOf(PICTURE, line)
      .filter(([, words = '']) => words.trim() === '' || FILE_NAME.test(words.trim()))
      .map(([, words = '', address = '']) => ({
        check: 'no-alternative-text' as const,
        level: 'must' as const,
        field: 'body' as const,
        line: index + 1,
        found: words.trim() || address,
      })),
  )
}
