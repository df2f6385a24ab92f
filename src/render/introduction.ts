import markdownIt, { type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import type { Language } from '../domain/briefing.ts'
import { cleanLines, cleanText } from '../domain/clean-text.ts'
import { LONGEST_INTRODUCTION } from '../domain/issue-words.ts'
import { markdownToHtml } from './markdown.ts'
import { typographyOf } from './typography.ts'

type Setting = { language: Language; accent: string; ink: string }

/** An editor's introduction as the mail prints it: html whose styles are inline, as mail programs want them, and paragraphs of plain text. */
export function introductionView(markdown: string, { language, ...colours }: Setting) {
  const source = markdown.slice(0, LONGEST_INTRODUCTION)
  return { safeHtml: styled(markdownToHtml(source), colours), paragraphs: paragraphsOf(source), language, ...typographyOf(language) }
}

// The html comes from our own renderer, which writes tags in one way only.
const styled = (html: string, { accent, ink }: { accent: string; ink: string }): string =>
  html
    .trim()
    .replaceAll(/<h[2-6]>/g, `<p class="ink" style="margin:0 0 8px;font-weight:bold;color:${ink}">`)
    .replaceAll(/<\/h[2-6]>/g, '</p>')
    .replaceAll('<p>', '<p style="margin:0 0 12px">')
    .replaceAll(/<(ul|ol)(?= |>)/g, '<$1 style="margin:0 0 12px;padding:0 22px"')
    .replaceAll('<li>', '<li style="margin:0 0 6px">')
    .replaceAll('<a ', `<a class="accent" style="color:${accent}" `)

/** One line for every paragraph, heading and item; a link is followed by where it leads. */
function paragraphsOf(markdown: string): string[] {
  const tokens = parser.parse(cleanLines(markdown), {})
  return tokens.flatMap((token, index) => {
    if (token.type === 'fence' || token.type === 'code_block') return token.content.split('\n').map(cleanText).filter(Boolean)
    if (token.type !== 'inline') return []
    const mark = tokens[index - 2]?.type === 'list_item_open' ? '• ' : ''
    return [mark + cleanText((token.children ?? []).map(wordsOf).join(''))]
  })
}

function wordsOf(token: Token, index: number, all: Token[]): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' '
  // Of a picture, its description is left.
  if (token.type !== 'link_close') return token.content
  const open = all.findLast((one, at) => at < index && one.type === 'link_open')
  const href = open?.attrGet('href') ?? ''
  return all[index - 1]?.content === href ? '' : ` (${href})`
}

const parser = markdownIt({ html: false }).use(cjkFriendly)
