import type { PartKind } from '../domain/part.ts'

const KINDS: Record<PartKind, true> = {
  opening: true,
  'contents-opening': true,
  'contents-line': true,
  'contents-closing': true,
  'topic-heading': true,
  lead: true,
  story: true,
  'lines-opening': true,
  line: true,
  'lines-closing': true,
  more: true,
  note: true,
  'joined-opening': true,
  'joined-closing': true,
  label: true,
  closing: true,
}

export const PART_KINDS = Object.keys(KINDS) as PartKind[]

/** A mark as it stands in a template: `[[story]]`, where MJML would drop it wrapped in `<mj-raw>`. */
const MARK = /(?:<mj-raw>)?\[\[([a-z-]+)\]\](?:<\/mj-raw>)?\n?/

/** Cuts a template of a whole mail at its marks: each begins the part that it names. What stands before the first belongs to that too. */
export function cutAtMarks(template: string): Record<PartKind, string> {
  const [before = '', ...marked] = template.split(MARK)
  const pieces = new Map<string, string>()
  for (let index = 0; index < marked.length; index += 2)
    pieces.set(marked[index] ?? '', (index === 0 ? before : '') + (marked[index + 1] ?? ''))
  const faults = [...PART_KINDS.filter((kind) => !pieces.has(kind)), ...[...pieces.keys()].filter((name) => !(name in KINDS))]
  if (faults.length > 0) throw new Error(`The template lacks, or should not have, the marks ${faults.join(', ')}`)
  return Object.fromEntries(pieces) as Record<PartKind, string>
}
