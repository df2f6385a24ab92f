import { TEXT_FIELDS, type BriefingFields, type TextField } from './briefing-fields.ts'
import { mergeTexts } from './merge-texts.ts'

/** A place that both have changed. `id` names it: `title`, or `body-0` for the first such stretch of the text. */
export type Conflict = { id: string; field: TextField; mine: string; theirs: string }

export type Choice = 'mine' | 'theirs' | 'both'

/** Chosen by the id of the conflict. */
export type Choices = Record<string, Choice>

type Versions = { base: BriefingFields; mine: BriefingFields; theirs: BriefingFields }

/**
 * What two people made of one briefing. What only one of them changed is taken; a place that both changed is decided by the choice for it,
 * and stands among the conflicts as long as there is none, with my words in the fields meanwhile.
 */
export function mergeFields({ base, mine, theirs }: Versions, choices: Choices = {}): { fields: BriefingFields; conflicts: Conflict[] } {
  const conflicts: Conflict[] = []
  const decide = (conflict: Conflict, between: string): string => {
    const choice = choices[conflict.id]
    if (choice === undefined) conflicts.push(conflict)
    if (choice === 'theirs') return conflict.theirs
    return choice === 'both' ? [conflict.theirs, conflict.mine].join(between) : conflict.mine
  }
  const texts = TEXT_FIELDS.map((field) => {
    const versions = { base: base[field], mine: mine[field], theirs: theirs[field] }
    return [field, IN_LINES.includes(field) ? mergeLines(field, versions, decide) : mergeOne(field, versions, decide)]
  })
  const isPinned = mine.isPinned === base.isPinned ? theirs.isPinned : mine.isPinned
  return { fields: { ...mine, ...(Object.fromEntries(texts) as object), topics: mergeTopics({ base, mine, theirs }), isPinned }, conflicts }
}

const IN_LINES: readonly TextField[] = ['body', 'sources', 'keyPoints']

type Texts = { base: string; mine: string; theirs: string }
type Decide = (conflict: Conflict, between: string) => string

function mergeOne(field: TextField, { base, mine, theirs }: Texts, decide: Decide): string {
  if (mine === theirs || theirs === base) return mine
  return mine === base ? theirs : decide({ id: field, field, mine, theirs }, ' ')
}

function mergeLines(field: TextField, { base, mine, theirs }: Texts, decide: Decide): string {
  let count = 0
  return mergeTexts(base, mine, theirs)
    .map((piece) => (piece.kind === 'same' ? piece.text : decide({ id: `${field}-${count++}`, field, ...sidesOf(piece) }, '\n\n')))
    .join('\n')
}

const sidesOf = ({ mine, theirs }: { mine: string; theirs: string }) => ({ mine, theirs })

/** Topics that one of them took away are gone, those that one added are there. */
function mergeTopics({ base, mine, theirs }: Versions): string[] {
  const all = [...new Set([...mine.topics, ...theirs.topics])]
  return all.filter((topic) => (base.topics.includes(topic) ? mine.topics.includes(topic) && theirs.topics.includes(topic) : true))
}
