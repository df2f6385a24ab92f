import { saying } from '../../domain/saying.ts'
import type { Problem } from '../../domain/briefing.ts'
import type { Line } from './numbered-lines.ts'
import { isProse, isSurelyProse } from './prose.ts'
import { joined, type Unit } from './units.ts'

/** The lines above the first heading, each in its place. What stands between the standfirst and the first heading goes to `rest`. */
export type Head = { topic?: Line; headline?: Line; kicker?: Line; title?: Line; standfirst?: Line; rest: Unit[]; problems: Problem[] }

/**
 * The layout gives topic, headline, headline, kicker, title, standfirst. The kicker, the second headline and the standfirst may be missing;
 * what is what then shows by the repetition and by the first line that is running text.
 */
export function cutHead(units: Unit[]): Head {
  const { lines, rest } = leadingLines(units)
  const [topic, ...below] = lines
  if (!topic) return { rest, problems: [{ line: units[0]?.lines[0].number ?? 0, message: saying('reading.first-line-topic') }] }
  if (isSame(topic, below[0]) && !isSame(below[0], below[1])) return withoutTopic(topic, rest)
  const [headline] = below
  if (!headline) return { topic, rest, problems: [expected('headline', topic)] }
  const repeated = isSame(headline, below[1])
  const candidates = below.slice(repeated ? 2 : 1)
  const at = titleAt(candidates, repeated)
  const title = at === undefined ? undefined : candidates[at]
  if (at === undefined || !title) return { topic, headline, rest, problems: [noTitle(candidates[0] ?? below[1] ?? headline)] }
  const [standfirst, ...more] = candidates.slice(at + 1)
  const kicker = candidates[at - 1]
  const head: Head = { topic, headline, title, rest: [...more.map(paragraph), ...rest], problems: [] }
  return { ...head, ...(kicker && { kicker }), ...(standfirst && { standfirst }) }
}

/** Up to the first item of a list, one line for each unit. Lines of the first unit, and a headline under itself, need no empty line between. */
function leadingLines(units: Unit[]): { lines: Line[]; rest: Unit[] } {
  const end = units.findIndex(({ kind }) => kind === 'item')
  const texts = end < 0 ? units : units.slice(0, end)
  const lines = texts.flatMap((unit, index) => (index === 0 || repeatsItself(unit) ? unit.lines : [joined(unit)]))
  return { lines, rest: end < 0 ? [] : units.slice(end) }
}

const repeatsItself = ({ lines }: Unit): boolean => lines.length === 2 && isSame(lines[0], lines[1])

const paragraph = (line: Line): Unit => ({ kind: 'text', ordered: false, gap: 1, lines: [line] })

const isSame = (one: Line | undefined, other: Line | undefined): boolean =>
  one !== undefined && other !== undefined && one.text.toLowerCase() === other.text.toLowerCase()

/** Which of the lines below the headline is the title: 0 without a kicker, 1 with one, 2 where the second headline differs from the first. */
function titleAt(candidates: Line[], repeated: boolean): number | undefined {
  const [first, second] = candidates
  if (!first) return undefined
  if (repeated && second && candidates.length >= 3 && !isSurelyProse(second.text)) return 1
  switch (candidates.findIndex(({ text }) => isProse(text))) {
    case -1:
      return second ? 1 : 0
    case 0:
      return second && !isSurelyProse(first.text) ? 0 : undefined
    case 1:
      return 0
    case 3:
      return repeated ? 1 : 2
    default:
      return 1
  }
}

const withoutTopic = (topic: Line, rest: Unit[]): Head => ({
  headline: topic,
  rest,
  problems: [{ line: topic.number, message: saying('reading.headline-twice') }],
})

const noTitle = (line: Line): Problem => expected('title', line)

const expected = (what: 'headline' | 'title', { number, text }: Line): Problem => ({
  line: number,
  message: saying(`reading.no-${what}-here`, { text: text.slice(0, 60) }),
})
