import { NEWLINE } from '../newline.ts'

/** The lines between the two `---`, the lines below them, and the number of the first line of each. */
export type FrontMatterCut = { yaml: string; yamlLine: number; body: string; bodyLine: number }

export type SplitFrontMatter = { kind: 'found'; cut: FrontMatterCut } | { kind: 'none' } | { kind: 'endless' }

/**
 * Front matter begins with `---` as the very first line and ends with the next line that is `---` or `...`. We cut it ourselves and never
 * hand the whole file to a front matter library: gray-matter runs JavaScript that stands in it.
 */
export function splitFrontMatter(text: string): SplitFrontMatter {
  const lines = text.split(NEWLINE)
  if (!/^---\s*$/.test(lines[0] ?? '')) return { kind: 'none' }
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line))
  if (end < 0) return { kind: 'endless' }
  const cut = { yaml: lines.slice(1, end).join('\n'), yamlLine: 2, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 }
  return { kind: 'found', cut }
}
