import markdownIt, { type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import type { Language } from '../domain/briefing.ts'
import { cleanLines, cleanText } from '../domain/clean-text.ts'
import { LONGEST_INTRODUCTION } from '../domain/issue-words.ts'
import { claimedHost } from './claimed-host.ts'
import { markdownToHtml } from './markdown.ts'
import { typographyOf } from './typography.ts'
import { webUrl } from './web-url.ts'

/** `counted` gives the address that stands for one that is linked to, where clicks are counted. */
type Setting = { language: Language; accent: string; ink: string; counted?: ((url: string) => string) | undefined }

/** An editor's introduction as the mail prints it: html whose styles are inline, as mail programs want them, and paragraphs of plain text. */
export function introductionView(markdown: string, { language, counted, ...colours }: Setting) {
  const source = markdown.slice(0, LONGEST_INTRODUCTION)
  const html = counted ? withLinks(markdownToHtml(source), counted) : markdownToHtml(source)
  const paragraphs = paragraphsOf(source, counted ?? ((url) => url))
  return { safeHtml: styled(html, colours), paragraphs, language, ...typographyOf(language) }
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

/** A link whose words are an address themselves is left as it is: they must not say one thing and lead to another. */
const withLinks = (html: string, counted: (url: string) => string): string =>
  html.replaceAll(/<a href="([^"]*)"([^>]*)>(.*?)<\/a>/gs, (whole, href: string, more: string, words: string) =>
    claimedHost(words) === undefined ? `<a href="${escaped(counted(unescaped(href)))}"${more}>${words}</a>` : whole,
  )

const unescaped = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/** One line for every paragraph, heading and item; a link is followed by where it leads. */
function paragraphsOf(markdown: string, counted: (url: string) => string): string[] {
  const tokens = parser.parse(cleanLines(markdown), {})
  return tokens.flatMap((token, index) => {
    if (token.type === 'fence' || token.type === 'code_block') return token.content.split('\n').map(cleanText).filter(Boolean)
    if (token.type !== 'inline') return []
    const mark = tokens[index - 2]?.type === 'list_item_open' ? '• ' : ''
    return [mark + cleanText(wordsOf(token.children ?? [], counted))]
  })
}

function wordsOf(tokens: Token[], counted: (url: string) => string): string {
  let said = ''
  let link = { href: '', from: 0 }
  for (const token of tokens) {
    if (token.type === 'link_open') link = { href: String(token.attrGet('href') ?? ''), from: said.length }
    else if (token.type === 'link_close') said += leadingTo(link.href, said.slice(link.from), counted)
    // Of a picture, its description is left.
    else said += token.type === 'softbreak' || token.type === 'hardbreak' ? ' ' : token.content
  }
  return said
}

function leadingTo(href: string, words: string, counted: (url: string) => string): string {
  if (words === href) return ''
  const url = webUrl(href)
  return ` (${url !== undefined && claimedHost(words) === undefined ? counted(url) : href})`
}

const parser = markdownIt({ html: false }).use(cjkFriendly)
