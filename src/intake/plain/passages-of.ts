import { addItem, type Passage } from '../passage.ts'
import { isHeading } from './is-heading.ts'
import { joined, type Unit } from './units.ts'

/** Headings with the paragraphs and items below them. What stands before the first heading gets an empty one. */
export function passagesOf(units: Unit[]): Passage[] {
  const passages: Passage[] = []
  for (const unit of units) {
    const isBare = passages.at(-1)?.blocks.length === 0
    if (isHeading(unit, { below: isBare ? 'heading' : 'text' })) passages.push(openedBy(unit))
    else addTo(lastOf(passages), unit)
  }
  return passages
}

/** Text that follows a heading without an empty line belongs below it. */
function openedBy({ lines: [heading, next, ...more], ...unit }: Unit): Passage {
  const passage: Passage = { heading: heading.text, blocks: [] }
  if (next) addTo(passage, { ...unit, lines: [next, ...more] })
  return passage
}

function lastOf(passages: Passage[]): Passage {
  const last = passages.at(-1) ?? { heading: '', blocks: [] }
  if (passages.length === 0) passages.push(last)
  return last
}

function addTo(passage: Passage, unit: Unit): void {
  const { text } = joined(unit)
  if (unit.kind === 'item') addItem(passage, text, { ordered: unit.ordered, isLink: /^https?:\/\/\S+$/i.test(text) })
  else passage.blocks.push({ kind: 'paragraph', text })
}
