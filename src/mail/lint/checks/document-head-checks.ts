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
    ...faultIf(!page.hasDoctype, 'The html does not begin with <!doctype html>: programs then guess how to show it.', 'html'),
    ...faultIf(
      !html?.attributes.get('lang'),
      'The element html has no lang: name the language, so that it is read aloud rightly.',
      '<html>',
    ),
    ...faultIf(
      !/^(?:ltr|rtl)$/i.test(html?.attributes.get('dir') ?? ''),
      'The element html has no dir="ltr" or dir="rtl": name the direction.',
      '<html>',
    ),
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
    ...faultIf(!isUtf8, 'The html does not name its charset: add <meta charset="utf-8">.', '<head>'),
    ...['viewport', 'color-scheme', 'supported-color-schemes'].flatMap((name) =>
      faultIf(!contents.get(name), `The html has no <meta name="${name}">: phones and dark mode need it.`, '<head>'),
    ),
  ]
}

function titleFaults(page: Page, _: LintContext, message: Message): Fault[] {
  const title = oneLine(page.title)
  const subject = oneLine(decodeHeaderValue(valueOf(message, 'Subject') ?? ''))
  if (title === '') return [{ message: 'The html has no title: write the subject there.', where: '<title>' }]
  return faultIf(title !== subject, `The title "${title.slice(0, 60)}" is not the subject: make them the same.`, '<title>')
}

// Apple's programs follow the style sheet, Gmail the inline colours: both are needed (caniemail).
function darkModeFaults(page: Page): Fault[] {
  const isDark = page.sheets.some(({ css }) => /prefers-color-scheme\s*:\s*dark/i.test(css))
  const isColoured = page.elements.some(({ attributes }) => /(?:^|[;\s-])color\s*:/i.test(attributes.get('style') ?? ''))
  return faultIf(isColoured && !isDark, 'The mail has colours, but none for dark mode: add @media (prefers-color-scheme: dark).', '<style>')
}
