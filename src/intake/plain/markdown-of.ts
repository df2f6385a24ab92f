import type { Block, List, Passage } from '../passage.ts'
import { escapeMarkdown } from './escape-markdown.ts'

/** Plain passages as Markdown that prints exactly what the plain text said. */
export const markdownOf = (passages: Passage[]): string => passages.flatMap(partsOf).join('\n\n')

const partsOf = ({ heading, blocks }: Passage): string[] => [...(heading === '' ? [] : [headingOf(heading)]), ...blocks.map(blockOf)]

// Number signs behind a blank at the end of a heading would be taken for its closing marks (CommonMark 4.2).
const headingOf = (text: string): string => `## ${escapeMarkdown(text).replace(/ (#+)$/, ' \\$1')}`

const blockOf = (block: Block): string => (block.kind === 'list' ? listOf(block) : escapeMarkdown(block.text))

const listOf = ({ ordered, items }: List): string =>
  items.map((item, index) => `${ordered ? `${index + 1}.` : '-'} ${escapeMarkdown(item)}`).join('\n')
