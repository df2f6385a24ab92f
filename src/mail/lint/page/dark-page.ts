import { appearanceOf, BLANK_PAGE } from './appearance.ts'
import type { Element } from './element.ts'
import { unconditionalRules } from './style-rules.ts'
import type { Page } from './read-page.ts'

type DarkRule = { className: string; inside: string; declarations: string }

/**
 * A page as programs show it that follow `@media (prefers-color-scheme: dark)`: the colours of those rules stand where its inline colours
 * stood. Read are rules for `.name` and `.name tag`, which is what mails are written with.
 */
export function darkPage(page: Page): Page {
  const rules = page.sheets.flatMap(({ css }) => darkBlocks(css)).flatMap((block) => unconditionalRules(block).flatMap(rulesOf))
  const darkened = new Map<Element, Element>()
  const darken = (element: Element): Element => {
    const parent = element.parent && (darkened.get(element.parent) ?? element.parent)
    const added = rules.filter((rule) => concerns(rule, element)).map(({ declarations }) => declarations)
    const style = [element.attributes.get('style') ?? '', ...added].join(';')
    const dark: Element = { ...element, parent, attributes: new Map(element.attributes).set('style', style) }
    dark.appearance = appearanceOf(dark, parent?.appearance ?? BLANK_PAGE)
    darkened.set(element, dark)
    return dark
  }
  const elements = page.elements.map(darken)
  return { ...page, elements, runs: page.runs.map(({ text, within }) => ({ text, within: darkened.get(within) ?? within })) }
}

/** What stands between the braces of each `@media … dark`. */
function darkBlocks(css: string): string[] {
  return [...css.matchAll(/@media[^{]{0,200}prefers-color-scheme:\s*dark[^{]{0,200}\{/g)].map((match) => {
    const start = match.index + match[0].length
    let depth = 1
    let end = start
    for (; end < css.length && depth > 0; end++) {
      if (css[end] === '{') depth++
      if (css[end] === '}') depth--
    }
    return css.slice(start, end - 1)
  })
}

const rulesOf = ({ selector, declarations }: { selector: string; declarations: string }): DarkRule[] =>
  selector.split(',').flatMap((one) => {
    const [, className = '', inside = ''] = /^\s*\.([\w-]+)(?:\s+([a-z][a-z0-9]*))?\s*$/i.exec(one) ?? []
    return className === '' ? [] : [{ className, inside: inside.toLowerCase(), declarations }]
  })

function concerns({ className, inside }: DarkRule, element: Element): boolean {
  if (inside === '') return isOf(element, className)
  if (element.name !== inside) return false
  for (let around = element.parent; around; around = around.parent) if (isOf(around, className)) return true
  return false
}

const isOf = ({ attributes }: Element, className: string): boolean => (attributes.get('class') ?? '').split(/\s+/).includes(className)
