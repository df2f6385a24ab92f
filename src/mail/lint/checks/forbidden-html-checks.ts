import { saying } from '../../../domain/saying.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import { readableCss } from '../page/inline-style.ts'
import type { Element } from '../page/element.ts'
import { placeOf, type Page } from '../page/read-page.ts'

const ELEMENTS = new Set(
  'script form input button select option textarea iframe frame frameset object embed applet param svg math base link audio video source canvas portal dialog marquee template'.split(
    ' ',
  ),
)

/** Attributes that hold an address; only links may be mailto. */
const ADDRESSES = new Set('href src background poster action formaction data cite longdesc xlink:href dynsrc lowsrc srcset ping'.split(' '))

const FORBIDDEN_CSS: [RegExp, string][] = [
  [/(?<![\w-])position\s*:/i, 'position'],
  [/url\s*\(/i, 'url()'],
  [/@import/i, '@import'],
  [/expression\s*\(|(?<![\w-])behavior\s*:|-moz-binding/i, 'a script'],
]

export const forbiddenHtmlChecks: Check[] = [
  {
    id: 'J6',
    level: 'must',
    look: onPage((page) => [
      ...depthFaults(page),
      ...sheetFaults(page),
      ...allElements(page).flatMap((element) => elementFaults(page, element)),
    ]),
  },
]

const allElements = (page: Page): Element[] => [...page.elements, ...page.outlookElements]

const depthFaults = ({ isTooDeep }: Page): Fault[] => faultIf(isTooDeep, saying('lint.nests-too-deep'), 'html')

const sheetFaults = ({ sheets }: Page): Fault[] =>
  sheets.flatMap(({ css }) =>
    cssFaults(css).map((found) => ({
      message: saying('lint.sheet-uses', { found }),
      where: '<style>',
    })),
  )

function elementFaults(page: Page, element: Element): Fault[] {
  const { name, attributes } = element
  const isRefresh = name === 'meta' && attributes.get('http-equiv')?.toLowerCase() === 'refresh'
  const place = placeOf(page, element)
  return [
    ...faultIf(ELEMENTS.has(name), saying('lint.element-forbidden', { name }), place),
    ...faultIf(isRefresh, saying('lint.meta-refresh'), place),
    ...[...attributes].flatMap(([attribute, value]) =>
      attributeFaults(name, attribute, value).map((fault) => ({ ...fault, where: place })),
    ),
  ]
}

function attributeFaults(element: string, attribute: string, value: string): Fault[] {
  if (attribute.startsWith('on')) return [{ message: saying('lint.attribute-script', { name: attribute }) }]
  if (attribute === 'style') return cssFaults(value).map((found) => ({ message: saying('lint.style-uses', { found }) }))
  if (!ADDRESSES.has(attribute)) return []
  const addresses = attribute === 'srcset' ? value.split(',') : [value]
  return addresses.flatMap((address) => addressFaults(element, attribute, address))
}

function addressFaults(element: string, attribute: string, address: string): Fault[] {
  // As browsers read it: blanks and controls before and inside the scheme do not count.
  const plain = address.replace(/[\u0000-\u0020\u007f-\u00a0]+/g, '').toLowerCase()
  const shown = address.trim().slice(0, 60)
  if (/^https?:\/\/[^/]/.test(plain)) return []
  if (plain.startsWith('mailto:') && attribute === 'href' && element === 'a') return []
  if (plain.startsWith('#')) return [{ level: 'policy', message: saying('lint.link-within', { link: shown }) }]
  return [{ message: saying('lint.link-neither', { attribute, link: shown }) }]
}

function cssFaults(css: string): string[] {
  const readable = readableCss(css)
  return FORBIDDEN_CSS.filter(([pattern]) => pattern.test(readable)).map(([, name]) => name)
}
