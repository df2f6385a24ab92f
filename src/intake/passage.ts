import type { Section } from '../domain/briefing.ts'

export type Block = { kind: 'paragraph'; text: string } | List

/** `onlyLinks`: every item is a link and nothing else, as under "Further reading". */
export type List = { kind: 'list'; ordered: boolean; items: string[]; onlyLinks: boolean }

/** A heading with the blocks below it, in the order read. The plain text of both layouts; a Section is the same without the order. */
export type Passage = { heading: string; blocks: Block[] }

export const sectionOf = ({ heading, blocks }: Passage): Section => ({
  heading,
  paragraphs: blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : [])),
  bullets: blocks.flatMap((block) => (block.kind === 'list' ? block.items : [])),
})

/** Adds an item to the list that is being read, or begins one. */
export function addItem({ blocks }: Passage, text: string, { ordered, isLink }: { ordered: boolean; isLink: boolean }): void {
  const last = blocks.at(-1)
  if (last?.kind === 'list' && last.ordered === ordered) {
    last.items.push(text)
    last.onlyLinks &&= isLink
  } else blocks.push({ kind: 'list', ordered, items: [text], onlyLinks: isLink })
}

/** All words of some passages, to tell their language by. */
export const wordsOf = (passages: Passage[]): string =>
  passages
    .flatMap(({ heading, blocks }) => [heading, ...blocks.flatMap((block) => (block.kind === 'list' ? block.items : [block.text]))])
    .join('\n')
