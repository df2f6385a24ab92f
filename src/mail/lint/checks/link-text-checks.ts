import { saying } from '../../../domain/saying.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import { linksOf, type PageLink } from '../page/page-links.ts'
import { placeOf, type Page } from '../page/read-page.ts'
import { squash } from '../page/squash.ts'

/** Words that say nothing to somebody who hears the links alone (WCAG 2.2, 2.4.4). */
const EMPTY_WORDS = new Set(
  [
    'here', 'click', 'click here', 'tap here', 'this', 'link', 'this link', 'hier', 'klick hier', 'klicken Sie hier', 'ici', 'cliquez ici',
    'aquí', 'haz clic aquí', 'clique aqui', 'aqui', 'qui', 'clicca qui', 'здесь', 'тут', '这里', '點這裡', '這裡', '点击', '点击这里', '点这里',
    '请点击这里', '点击此处', '此处', 'هنا', 'اضغط هنا', 'انقر هنا', 'כאן', 'لینک', 'اینجا', 'こちら', 'ここ', 'ここをクリック', '여기',
  ].map(squash),
) // prettier-ignore

export const linkTextChecks: Check[] = [
  { id: 'J3', level: 'must', look: onPage((page) => linksOf(page).flatMap((link) => textFaults(page, link))) },
]

function textFaults(page: Page, { element, text }: PageLink): Fault[] {
  return [
    ...faultIf(text === '', saying('lint.link-wordless'), placeOf(page, element)),
    ...faultIf(EMPTY_WORDS.has(squash(text)), saying('lint.link-says-only', { text }), placeOf(page, element)),
  ]
}
