import MarkdownIt, { type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import { cleanText } from '../../domain/clean-text.ts'
import { addItem, type Passage } from '../passage.ts'
import { isOnlyLink, plainText } from './plain-text.ts'

/** A Markdown text as plain passages, and its first heading of the first level: where it stands (lines from 0, the end not included) and what it says. */
export type Outline = { passages: Passage[]; title?: { text: string; lines: [number, number] } }

const markdown = new MarkdownIt({ html: false }).use(cjkFriendly)

/** With `takeTitle`, the first heading of the first level is the title and opens no passage. */
export function outlineMarkdown(body: string, { takeTitle }: { takeTitle: (heading: string) => boolean }): Outline {
  const tokens = markdown.parse(body, {})
  const at = tokens.findIndex(({ type, tag, level }) => type === 'heading_open' && tag === 'h1' && level === 0)
  const text = plainText(tokens[at + 1])
  const lines = tokens[at]?.map
  if (at < 0 || !lines || text === '' || !takeTitle(text)) return { passages: passagesOf(tokens) }
  return { passages: passagesOf(tokens.toSpliced(at, 3)), title: { text, lines } }
}

type Walk = {
  passages: Passage[]
  /** Whether each list that is open is numbered, the innermost last. */
  lists: boolean[]
  item?: { texts: string[]; isLink: boolean } | undefined
  cells?: string[] | undefined
  isHeading: boolean
}

function passagesOf(tokens: Token[]): Passage[] {
  const walk: Walk = { passages: [{ heading: '', blocks: [] }], lists: [], isHeading: false }
  for (const token of tokens) STEPS.get(token.type)?.(walk, token)
  return walk.passages.filter(({ heading, blocks }) => heading !== '' || blocks.length > 0)
}

/** Items of nested lists become items of their own; each row of a table a paragraph; headings inside quotations and lists plain text. */
const STEPS = new Map<string, (walk: Walk, token: Token) => void>([
  ['heading_open', (walk, { level }) => (walk.isHeading = level === 0)],
  ['heading_close', (walk) => (walk.isHeading = false)],
  ['bullet_list_open', (walk) => openList(walk, false)],
  ['ordered_list_open', (walk) => openList(walk, true)],
  ['bullet_list_close', (walk) => walk.lists.pop()],
  ['ordered_list_close', (walk) => walk.lists.pop()],
  ['list_item_open', (walk) => (walk.item = { texts: [], isLink: true })],
  ['list_item_close', (walk) => closeItem(walk)],
  ['tr_open', (walk) => (walk.cells = [])],
  ['tr_close', (walk) => closeRow(walk)],
  ['inline', (walk, token) => takeText(walk, plainText(token), isOnlyLink(token))],
  ['fence', (walk, { content }) => takeText(walk, cleanText(content), false)],
  ['code_block', (walk, { content }) => takeText(walk, cleanText(content), false)],
])

function openList(walk: Walk, ordered: boolean): void {
  closeItem(walk)
  walk.lists.push(ordered)
}

function closeItem(walk: Walk): void {
  const { item } = walk
  const text = item?.texts.join(' ') ?? ''
  if (item && text !== '') addItem(lastOf(walk.passages), text, { ordered: walk.lists.at(-1) ?? false, isLink: item.isLink })
  walk.item = undefined
}

function closeRow(walk: Walk): void {
  const row = (walk.cells ?? []).join(' · ')
  walk.cells = undefined
  if (row !== '') lastOf(walk.passages).blocks.push({ kind: 'paragraph', text: row })
}

function takeText(walk: Walk, text: string, isLink: boolean): void {
  if (text === '') return
  if (walk.isHeading) walk.passages.push({ heading: text, blocks: [] })
  else if (walk.cells) walk.cells.push(text)
  else if (walk.lists.length === 0) lastOf(walk.passages).blocks.push({ kind: 'paragraph', text })
  else {
    walk.item ??= { texts: [], isLink: true }
    walk.item.texts.push(text)
    walk.item.isLink &&= isLink
  }
}

// The first passage is there from the start, so the last one always is.
const lastOf = (passages: Passage[]): Passage => passages.at(-1) ?? { heading: '', blocks: [] }
