import markdownIt, { type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import sanitizeHtml from 'sanitize-html'
import { cleanLines } from '../domain/clean-text.ts'
import { claimedHost, hostOf } from './claimed-host.ts'
import { webUrl } from './web-url.ts'

/**
 * The full text of a briefing as html for its page on the web. Html in the text is printed, not obeyed; links lead to http and https only,
 * and a link whose text looks like one address but leads to another shows where it leads. Headings begin at h2, below the page's title,
 * and skip no level, however the author counted them (WCAG 2.2, 1.3.1).
 */
export const markdownToHtml = (markdown: string): string => sanitizeHtml(parser.render(cleanLines(markdown)), RULES)

// `**“引号”**后文` is bold only with the extension: CommonMark's rule for where emphasis ends expects blanks around words.
const parser = markdownIt({ html: false, linkify: false, typographer: false }).use(cjkFriendly)
parser.core.ruler.push('honest-links', ({ tokens }) => {
  for (const { children } of tokens) if (children) showTrueHosts(children)
})

parser.core.ruler.push('heading-levels', ({ tokens }) => levelHeadings(tokens))

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'p',
    'ul',
    'ol',
    'li',
    'blockquote',
    'pre',
    'code',
    'em',
    'strong',
    's',
    'a',
    'br',
    'hr',
  ].concat(['table', 'thead', 'tbody', 'tr', 'th', 'td']),
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'], table: ['tabindex'] },
  allowedSchemes: ['http', 'https'],
  allowProtocolRelative: false,
  transformTags: {
    a: (_, { href = '' }) => linkTo(webUrl(href)),
    // A wide one scrolls within itself, which must work by keyboard.
    table: () => ({ tagName: 'table', attribs: { tabindex: '0' } }),
  },
}

const linkTo = (url: string | undefined): sanitizeHtml.Tag =>
  url === undefined ? { tagName: 'span', attribs: {} } : { tagName: 'a', attribs: { href: url, rel: 'noopener nofollow' } }

/** `##`, `####`, `###` become h2, h3, h3: each one level below the nearest heading above it that the author made larger. */
function levelHeadings(tokens: Token[]): void {
  const above: number[] = []
  for (const token of tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue
    const level = Number(token.tag.slice(1))
    if (token.type === 'heading_open') {
      while ((above.at(-1) ?? 0) >= level) above.pop()
      above.push(level)
    }
    token.tag = `h${Math.min(above.length + 1, 6)}`
  }
}

function showTrueHosts(tokens: Token[]): void {
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'link_open') continue
    const inside = tokens.slice(index + 1, closeOf(tokens, index))
    const host = hostOf(webUrl(String(token.attrGet('href') ?? '')) ?? '')
    const claimed = claimedHost(inside.map((part) => part.content).join(''))
    if (claimed !== undefined && claimed !== host) retext(inside, host ?? '')
  }
}

const closeOf = (tokens: Token[], open: number) => tokens.findIndex((token, index) => index > open && token.type === 'link_close')

function retext(tokens: Token[], text: string): void {
  for (const token of tokens) token.content = ''
  const first = tokens.find((token) => token.type === 'text')
  if (first) first.content = text
}
