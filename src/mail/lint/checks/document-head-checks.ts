import { saying } from '../../../domain/saying.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { decodeHeaderValue } from '../message/encoded-word.ts'
import { valueOf, type Message } from '../message/read-message.ts'
import { oneLine, type Page } from '../page/read-page.ts'

export const documentHeadChecks: Check[] = [
  {
    id: 'J2',
    level: 'must',
    look: onPage((page, context, message) => [...documentFaults(page), ...metaFaults(page), ...titleFaults(page, context, message)]),
  },
  { id: 'J5', level: 'should', look: onPage(darkModeFaults) },
]

function documentFaults(page: Page): Fault[] {
  const html = page.elements.find(({ name }) => name === 'html')
  return [
    ...faultIf(!page.hasDoctype, saying('lint.no-doctype'), 'html'),
    ...faultIf(!html?.attributes.get('lang'), saying('lint.no-lang'), '<html>'),
    ...faultIf(!/^(?:ltr|rtl)$/i.test(html?.attributes.get('dir') ?? ''), saying('lint.no-dir'), '<html>'),
  ]
}

function metaFaults(page: Page): Fault[] {
  const metas = page.elements.filter(({ name }) => name === 'meta')
  const contents = new Map(metas.map(({ attributes }) => [attributes.get('name')?.toLowerCase() ?? '', attributes.get('content') ?? '']))
  const isUtf8 = metas.some(({ attributes }) => {
    const isType = attributes.get('http-equiv')?.toLowerCase() === 'content-type'
    return /^utf-8$/i.test(attributes.get('charset') ?? '') || (isType && /charset=utf-8/i.test(attributes.get('content') ?? ''))
  })
  return [
    ...faultIf(!isUtf8, saying('lint.no-charset'), '<head>'),
    ...['viewport', 'color-scheme', 'supported-color-schemes'].flatMap((name) =>
      faultIf(!contents.get(name), saying('lint.no-meta', { name }), '<head>'),
    ),
  ]
}

function titleFaults(page: Page, _: LintContext, message: Message): Fault[] {
  const title = oneLine(page.title)
  const subject = oneLine(decodeHeaderValue(valueOf(message, 'Subject') ?? ''))
  if (title === '') return [{ message: saying('lint.no-title'), where: '<title>' }]
  return faultIf(title !== subject, saying('lint.title-not-subject', { title: title.slice(0, 60) }), '<title>')
}

// Apple's programs follow the style sheet, Gmail the inline colours: both are needed (caniemail).
function darkModeFaults(page: Page): Fault[] {
  const isDark = page.sheets.some(({ css }) => /prefers-color-scheme\s*:\s*dark/i.test(css))
  const isColoured = page.elements.some(({ attributes }) => /(?:^|[;\s-])color\s*:/i.test(attributes.get('style') ?? ''))
  return faultIf(isColoured && !isDark, saying('lint.no-dark-colours'), '<style>')
}
