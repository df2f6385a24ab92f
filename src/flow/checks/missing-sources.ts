import type { CheckFinding } from './finding.ts'
import type { TextToCheck } from './text-to-check.ts'

/** `Sources (3)` at the end of a text, and no address under which a reader finds them. */
export function missingSources({ content: { sources, sourceCount } }: TextToCheck): CheckFinding[] {
  const linked = sources.filter(({ url }) => url !== undefined).length
  const announced = Math.max(sourceCount, sources.length)
  if (linked >= announced) return []
  const values = { announced, linked }
  return [{ check: 'sources-missing', level: 'must', field: 'sources', line: 0, found: String(announced), values }]
}
