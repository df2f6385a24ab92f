import { endsASentence, isTooLongForHeading } from './prose.ts'
import type { Unit } from './units.ts'

/**
 * A heading stands after two empty lines or more, on one line. Right below another heading, what ends like a sentence or announces a list is
 * a paragraph that stands too far down.
 */
export function isHeading({ kind, gap, lines: [first] }: Unit, { below }: { below: 'heading' | 'text' }): boolean {
  if (kind !== 'text' || gap < 2 || isTooLongForHeading(first.text)) return false
  return below === 'text' || !endsASentence(first.text)
}
