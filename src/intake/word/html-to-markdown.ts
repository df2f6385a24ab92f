import { createRequire } from 'node:module'
import sanitizeHtml from 'sanitize-html'
import TurndownService from 'turndown'
import { cleanLines } from '../../domain/clean-text.ts'

/**
 * Html of any origin, such as the clipboard of a word processor, as clean Markdown: headings, lists, links, emphasis, quotations and tables
 * stay, everything else is only its text. Runs in a thread of its own (read-word.ts): deep nesting keeps a parser busy.
 */
export function htmlToMarkdown(html: string): string {
  const safe = sanitizeHtml(withoutWordMarks(html), RULES)
  return cleanLines(turndown.turndown(safe).replaceAll('\u00A0', ' '))
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

// It brings no types.
const { gfm } = createRequire(import.meta.url)('@joplin/turndown-plugin-gfm') as { gfm: TurndownService.Plugin }

type Branch = { nodeName: string; parentNode: Branch | null; childNodes: ArrayLike<Branch>; getAttribute: (name: string) => string | null }

const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', emDelimiter: '*', codeBlockStyle: 'fenced' })
turndown.use(gfm)
// Three blanks behind the mark of an item are right and look odd to whoever edits it.
turndown.addRule('item', {
  filter: 'li',
  replacement: (content, node) => {
    const item = node as unknown as Branch
    const list = item.parentNode
    const isNumbered = list?.nodeName === 'OL'
    const index = list
      ? Array.from(list.childNodes)
          .filter(({ nodeName }) => nodeName === 'LI')
          .indexOf(item)
      : 0
    const mark = isNumbered ? `${Number(list.getAttribute('start') ?? 1) + index}. ` : '- '
    const text = content.trim().replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`)
    return `${mark}${text}\n`
  },
})

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'em', 'strong', 's', 'a'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  nonTextTags: ['style', 'script', 'textarea', 'option', 'noscript', 'title', 'head', 'template', 'xml'],
  transformTags: {
    b: (_, { style = '' }) => ({ tagName: isPlain(style) ? 'span' : 'strong', attribs: {} }),
    i: () => ({ tagName: 'em', attribs: {} }),
    span: (_, { style = '' }) => ({ tagName: emphasisIn(style), attribs: {} }),
    p: (_, { class: name = '' }) => ({ tagName: /^MsoListParagraph/.test(name) ? 'li' : 'p', attribs: {} }),
    div: () => ({ tagName: 'p', attribs: {} }),
  },
  // An empty link or emphasis is a leftover.
  exclusiveFilter: ({ tag, text }) => ['a', 'em', 'strong', 's'].includes(tag) && text.trim() === '',
}

// Google Docs wraps all that is copied in <b style="font-weight:normal">, and says bold and italic in styles of its spans.
const isPlain = (style: string): boolean => /font-weight:\s*(?:normal|[1-4]00)/i.test(style)

function emphasisIn(style: string): 'strong' | 'em' | 'span' {
  if (/font-weight:\s*(?:bold|[6-9]00)/i.test(style)) return 'strong'
  return /font-style:\s*italic/i.test(style) ? 'em' : 'span'
}

/** Word writes the marks of its lists as text, between comments for programs that know no lists. */
function withoutWordMarks(html: string): string {
  const pieces: string[] = []
  let from = 0
  for (;;) {
    const open = html.indexOf('[if !supportLists]', from)
    const close = open < 0 ? -1 : html.indexOf('[endif]', open)
    if (close < 0) return [...pieces, html.slice(from)].join('')
    const start = html.lastIndexOf('<', open)
    const end = html.indexOf('>', close)
    pieces.push(html.slice(from, Math.max(from, start)))
    from = end < 0 ? html.length : end + 1
  }
}
