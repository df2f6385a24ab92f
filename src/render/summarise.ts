import type { BriefingContent } from '../domain/briefing.ts'
import { cutText } from '../domain/cut-text.ts'
import type { IssueToRender } from '../domain/issue-to-render.ts'
import type { Summary } from '../domain/part.ts'
import { clip } from './clip.ts'
import { MOST_POSITIONS } from '../domain/positions.ts'
import { LONGEST_SUBJECT as LONGEST_GIVEN } from '../domain/issue-words.ts'
import { wordingIn } from './issue-view.ts'
import type { Words } from './words.ts'

/** In code points. With " and 12 more" a subject stays below the 150 code points that we allow a subject. */
const LONGEST_SUBJECT = 100
const LONGEST_SENDER = 60
const SHORTEST_TEASER = 40
const LONGEST_TEASER = 130

/** What subject and preheader of any edition of the issue are put together from. */
export function summarise({ stories, digest, words: said }: Pick<IssueToRender, 'stories' | 'digest' | 'words'>, words: Words): Summary {
  const subject = wordingIn(said?.subjects, words.language)
  return {
    ...(subject && { subject: clip(subject.text, LONGEST_GIVEN) }),
    subjects: Object.fromEntries(stories.map(({ position, content }) => [position, subjectOf(content)])),
    teasers: Object.fromEntries(stories.map(({ position, content }) => [position, teaserOf(content)])),
    more: Array.from({ length: MOST_POSITIONS }, (_, further) => (further === 0 ? '' : words.say('more', { count: further }))),
    ...(digest.overflow === 'page' && {
      beyond: Array.from({ length: MOST_POSITIONS + 1 }, (_, count) => (count === 0 ? '' : words.say('beyond', { count }))),
    }),
    ...(digest.look?.senderName !== undefined && { sender: clip(digest.look.senderName, LONGEST_SENDER) }),
    note: { subject: words.say('noteTitle'), preheader: words.say('noteAbout') },
  }
}

// Of a long title and a short headline, the one that can be read in an inbox. A mail must not look like an answer.
function subjectOf({ title, headline }: BriefingContent): string {
  const lines = [title, headline].map((line) => clip(line, 2 * LONGEST_SUBJECT).replace(ANSWER, '')).filter(Boolean)
  return cutText(lines.find((line) => line.length <= LONGEST_SUBJECT) ?? lines[0] ?? '', LONGEST_SUBJECT)
}

const ANSWER = /^(?:(?:re|fwd?|aw|wg)\s*:\s*)+/i

function teaserOf({ standfirst, keyPoints, title }: BriefingContent): string {
  const sentences = [standfirst, ...keyPoints.slice(0, 5), title].map((text) => clip(text, 2 * LONGEST_TEASER)).filter(Boolean)
  const enough = sentences.findIndex((_, index) => sentences.slice(0, index + 1).join(' ').length >= SHORTEST_TEASER)
  return cutText(sentences.slice(0, enough < 0 ? undefined : enough + 1).join(' '), LONGEST_TEASER)
}
