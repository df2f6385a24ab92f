import { saying } from '../../../domain/saying.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import { readInlineStyle } from '../page/inline-style.ts'
import { placeOf, type Page } from '../page/read-page.ts'
import { unconditionalRules } from '../page/style-rules.ts'

/** What a rule may not decide: whether words are there at all. Gmail drops whole style sheets. */
const CHANGES_WORDS =
  /(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden|content\s*:\s*["'][^"'\s]|font-size\s*:\s*0(?![.\d])|text-transform\s*:\s*full)/i

/** Layouts that fall apart in Outlook on Windows (caniemail: css-display-flex, css-display-grid, css-variables). */
const UNSUPPORTED = /^(?:inline-)?(?:flex|grid)$/

export const stylelessChecks: Check[] = [{ id: 'J4', level: 'must', look: onPage((page) => [...ruleFaults(page), ...inlineFaults(page)]) }]

function ruleFaults(page: Page): Fault[] {
  const sheets = page.sheets.filter(({ isConditional }) => !isConditional)
  const rules = sheets.flatMap(({ css }) => unconditionalRules(css))
  const changing = rules.filter(({ declarations }) => CHANGES_WORDS.test(declarations))
  return changing.map(({ selector }) => ({
    message: saying('lint.words-in-style', { selector: selector.slice(0, 40) }),
    where: '<style>',
  }))
}

const inlineFaults = (page: Page): Fault[] =>
  page.elements.flatMap((element) => {
    const style = readInlineStyle(element.attributes.get('style'))
    return [
      ...faultIf(
        UNSUPPORTED.test(style.get('display') ?? ''),
        saying('lint.outlook-display', { value: style.get('display') ?? '' }),
        placeOf(page, element),
      ),
      ...faultIf(
        [...style.values()].some((value) => value.includes('var(')),
        saying('lint.css-variable'),
        placeOf(page, element),
      ),
    ]
  })
