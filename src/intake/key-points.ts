import { cutText } from '../domain/cut-text.ts'
import { textWidth } from '../domain/text-width.ts'
import type { List, Passage } from './passage.ts'

/**
 * The items of a text's own lists that tell the story best in a mail, at most five. Items of one list belong together and make little
 * sense among others, so one list is chosen:
 *
 * 1. the last list of the closing section, which sums up, if it has three items or more;
 * 2. else the first list that has three or more, since the most important comes first;
 * 3. else, where all lists are shorter, their items in the order read.
 *
 * Lists of nothing but links are passed over. An item is some 160 columns wide at most (80 Chinese characters), cut after a word with "…".
 */
export function keyPoints(passages: Passage[]): string[] {
  const lists = listsOf(passages)
  const closing = listsOf(passages.slice(-1)).findLast(isLong)
  const chosen = closing ?? lists.find(isLong)
  const items = chosen ? chosen.items : lists.flatMap(({ items }) => items)
  return items
    .slice(0, MOST)
    .map(shortened)
    .filter((point) => point !== '')
}

const MOST = 5
const WIDEST = 160

const listsOf = (passages: Passage[]): List[] =>
  passages.flatMap(({ blocks }) => blocks.filter((block): block is List => block.kind === 'list' && !block.onlyLinks))

const isLong = ({ items }: List): boolean => items.length >= 3

function shortened(item: string): string {
  // What follows 4,000 code units is beyond any width, and a pattern that looks for the end would take long over a megabyte.
  const start = item.slice(0, 4000).replace(/[\s,;，；、،؛]+$/u, '')
  const width = textWidth(start)
  if (width <= WIDEST && item.length < 4000) return start
  return cutText(start, Math.floor((WIDEST * Array.from(start).length) / Math.max(width, WIDEST + 1)))
}
