import type { BriefingContent, Source } from './briefing.ts'
import { changesBetween, type Change } from './sequence-changes.ts'

/** A passage that reads otherwise, word by word. One that is only gone or only new has a single piece. */
export type PassageChange = { kind: 'same' | 'gone' | 'new'; text: string }[]

/** What a revision of a briefing changed, as readers care for it. */
export type RevisionChanges = {
  title: PassageChange | undefined
  standfirst: PassageChange | undefined
  passages: PassageChange[]
  newSources: Source[]
  goneSources: Source[]
}

export function revisionChanges(before: BriefingContent, after: BriefingContent): RevisionChanges {
  return {
    title: before.title === after.title ? undefined : wordChanges(before.title, after.title),
    standfirst: before.standfirst === after.standfirst ? undefined : wordChanges(before.standfirst, after.standfirst),
    passages: passageChanges(passagesOf(before.body), passagesOf(after.body)),
    newSources: sourcesMissingIn(before.sources, after.sources),
    goneSources: sourcesMissingIn(after.sources, before.sources),
  }
}

const passagesOf = (body: string): string[] =>
  body
    .split(/\n[ \t]*\n|\n(?=[ \t]{0,3}(?:[-*+]|\d{1,3}[.)]|#{1,6})[ \t])/)
    .map((passage) => plain(passage))
    .filter((passage) => passage !== '')

/** What a passage says, without its marks of Markdown. */
const plain = (passage: string): string =>
  passage
    .replaceAll(/!?\[([^\]]{0,500})\]\([^)\s]{0,2000}\)/g, '$1')
    .replaceAll(/^[ \t]{0,3}(?:#{1,6}|[-*+>]|\d{1,3}[.)])[ \t]+/gm, '')
    .replaceAll(/\*{1,3}|_{2,3}|`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Passages that were replaced are compared with those in their place, in turn. */
function passageChanges(before: string[], after: string[]): PassageChange[] {
  const changes = changesBetween(before, after).filter(({ kind }) => kind !== 'same' || before.length > 0)
  return changes.flatMap((change, index): PassageChange[] => {
    if (change.kind === 'same') return []
    const twin = twinOf(changes, index)
    if (change.kind === 'new' && twin) return []
    if (change.kind === 'gone' && twin) return pairUp(change.items, twin.items)
    return change.items.map((text) => [{ kind: change.kind, text }])
  })
}

/** What stands in the place of something gone, or what was in the place of something new. */
function twinOf(changes: Change<string>[], index: number): Change<string> | undefined {
  const other = changes[index]?.kind === 'gone' ? changes[index + 1] : changes[index - 1]
  return other !== undefined && other.kind !== 'same' ? other : undefined
}

const pairUp = (gone: string[], fresh: string[]): PassageChange[] =>
  Array.from({ length: Math.max(gone.length, fresh.length) }, (_, index) => wordChanges(gone[index] ?? '', fresh[index] ?? ''))

const WORDS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu

/** Two texts, word by word; where they have little in common, the whole of one and of the other. */
function wordChanges(before: string, after: string): PassageChange {
  const changes = changesBetween(before.match(WORDS) ?? [], after.match(WORDS) ?? []).map(({ kind, items }) => ({
    kind,
    text: items.join(''),
  }))
  const same = changes.filter(({ kind, text }) => kind === 'same' && text.trim() !== '').reduce((sum, { text }) => sum + text.length, 0)
  if (same * 3 >= Math.max(before.length, after.length)) return changes
  return [
    { kind: 'gone' as const, text: before },
    { kind: 'new' as const, text: after },
  ].filter(({ text }) => text !== '')
}

const sourcesMissingIn = (some: Source[], others: Source[]): Source[] =>
  others.filter((source) => !some.some(({ title, url }) => title === source.title && url === source.url))
