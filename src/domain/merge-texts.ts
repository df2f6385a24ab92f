import { changesBetween } from './sequence-changes.ts'

/** A stretch of a text that two people had in hand: settled, or changed by both in different ways. */
export type Merged = { kind: 'same'; text: string } | { kind: 'conflict'; mine: string; theirs: string }

/**
 * What two people made of one text, line by line: what only one of them changed is taken; where both changed the same lines in different
 * ways, both versions are given. Joined with line breaks, the pieces are the whole text.
 */
export function mergeTexts(base: string, mine: string, theirs: string): Merged[] {
  const lines = base.split('\n')
  const sides = [hunksOf(lines, mine.split('\n')), hunksOf(lines, theirs.split('\n'))] as const
  const pieces: Merged[] = []
  let at = 0
  for (const { start, end } of stretchesOf([...sides[0], ...sides[1]])) {
    if (start > at) pieces.push({ kind: 'same', text: lines.slice(at, start).join('\n') })
    pieces.push(...pieceOf(lines.slice(start, end), sides.map((hunks) => applied(lines, hunks, { start, end })) as [string[], string[]]))
    at = end
  }
  if (at < lines.length) pieces.push({ kind: 'same', text: lines.slice(at).join('\n') })
  return pieces
}

type Stretch = { start: number; end: number }
type Hunk = Stretch & { lines: string[] }

/** What a side put in the place of which lines of the base. */
function hunksOf(base: string[], side: string[]): Hunk[] {
  const hunks: Hunk[] = []
  let at = 0
  let open: Hunk | undefined
  for (const { kind, items } of changesBetween(base, side)) {
    if (kind === 'same') {
      at += items.length
      open = undefined
      continue
    }
    if (!open) hunks.push((open = { start: at, end: at, lines: [] }))
    if (kind === 'gone') open.end = at += items.length
    else open.lines.push(...items)
  }
  return hunks
}

/** Hunks that overlap or touch are looked at together: lines added at one place by both must not be taken for two places. */
function stretchesOf(hunks: Hunk[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const { start, end } of hunks.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    const last = stretches.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else stretches.push({ start, end })
  }
  return stretches
}

/** The lines of a stretch as one side has them. */
function applied(base: string[], hunks: Hunk[], { start, end }: Stretch): string[] {
  const inside = hunks.filter((hunk) => hunk.start >= start && hunk.end <= end)
  const out: string[] = []
  let at = start
  for (const hunk of inside) {
    out.push(...base.slice(at, hunk.start), ...hunk.lines)
    at = hunk.end
  }
  return [...out, ...base.slice(at, end)]
}

function pieceOf(base: string[], [mine, theirs]: [string[], string[]]): Merged[] {
  const settled = isSame(mine, theirs) || isSame(theirs, base) ? mine : isSame(mine, base) ? theirs : undefined
  if (!settled) return [{ kind: 'conflict', mine: mine.join('\n'), theirs: theirs.join('\n') }]
  return settled.length === 0 ? [] : [{ kind: 'same', text: settled.join('\n') }]
}

const isSame = (one: string[], other: string[]): boolean => one.length === other.length && one.every((line, index) => line === other[index])
