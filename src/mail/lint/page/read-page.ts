import { appearanceOf, BLANK_PAGE } from './appearance.ts'
import type { Element } from './element.ts'
import { lineAt, lineStartsOf } from './line-starts.ts'
import { walkHtml } from './walk-html.ts'

/** A stretch of text that stands in the body, shown or hidden. */
export type TextRun = { text: string; within: Element }

/** What stands in a <style>; `isConditional` where it holds only for some screens. */
export type Sheet = { within: Element; css: string; isConditional: boolean }

/** The html part as flat lists: nothing recurses over it, however deep it nests. */
export type Page = {
  source: string
  lineStarts: number[]
  hasDoctype: boolean
  elements: Element[]
  runs: TextRun[]
  title: string
  sheets: Sheet[]
  /** Elements that only Outlook sees, from its conditional comments. */
  outlookElements: Element[]
  /** Elements nest so deep that the rest was not read. */
  isTooDeep: boolean
}

const NOT_BODY_TEXT = new Set(['title', 'style', 'script', 'head', 'noscript', 'template', 'textarea'])

export function readPage(source: string): Page {
  const page: Page = { ...EMPTY, source, lineStarts: lineStartsOf(source), elements: [], runs: [], sheets: [], outlookElements: [] }
  const root: Element = { name: '#page', attributes: new Map(), parent: undefined, at: 0, appearance: BLANK_PAGE }
  const open = [root]
  const isRead = walkHtml(source, {
    declaration: (text) => (page.hasDoctype ||= /^!doctype html/i.test(text) && page.elements.length === 0),
    open: (tag) => {
      const parent = open.at(-1) ?? root
      const element: Element = { ...tag, parent, appearance: parent.appearance }
      element.appearance = appearanceOf(element, parent.appearance)
      page.elements.push(element)
      open.push(element)
    },
    close: () => open.pop(),
    text: (text) => placeText(page, { text, within: open.at(-1) ?? root }),
    comment: (text, at) => readConditionalComment(page, text, at),
  })
  return { ...page, isTooDeep: !isRead }
}

/** The text of each element that `pick` names for a run: of links, headings, blocks. */
export function textsBy(page: Page, pick: (run: TextRun) => Element | undefined): Map<Element, string> {
  const texts = new Map<Element, string>()
  for (const run of page.runs) {
    const element = pick(run)
    if (element) texts.set(element, (texts.get(element) ?? '') + run.text)
  }
  return new Map([...texts].map(([element, text]) => [element, oneLine(text)]))
}

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** `line 12 of the html`. */
export const placeOf = (page: Page, element: Element): string => `line ${lineAt(page.lineStarts, element.at)} of the html`

const EMPTY = { hasDoctype: false, title: '', isTooDeep: false }

// The parser hands text over in pieces.
function placeText(page: Page, run: TextRun): void {
  const { text, within } = run
  const last = page.sheets.at(-1)
  if (within.name === 'title') page.title += text
  else if (within.name === 'style' && last?.within === within) last.css += text
  else if (within.name === 'style') page.sheets.push({ within, css: text, isConditional: within.attributes.has('media') })
  else if (!NOT_BODY_TEXT.has(within.name)) page.runs.push(run)
}

// <!--[if mso]> … <![endif]-->: a comment to all but Outlook on Windows.
function readConditionalComment(page: Page, text: string, at: number): void {
  const start = /^\s*\[if [^\]>]*\]>/i.exec(text)?.[0].length
  if (start === undefined) return
  const place = at + '<!--'.length + start
  walkHtml(text.slice(start), {
    open: (tag) => page.outlookElements.push({ ...tag, at: place + tag.at, parent: undefined, appearance: BLANK_PAGE }),
  })
}
