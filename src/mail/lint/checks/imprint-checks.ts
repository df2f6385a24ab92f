import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import type { Message } from '../message/read-message.ts'
import type { Page } from '../page/read-page.ts'
import { squash } from '../page/squash.ts'

/** J11: who sends, and where they can be reached by post (CAN-SPAM, CASL). */
export const imprintChecks: Check[] = [{ id: 'J11', level: 'must', look: imprintFaults }]

function imprintFaults(message: Message, { postalAddress = '', senderName = '' }: LintContext): Fault[] {
  const parts = [
    ...(message.html && !message.html.isCut ? [{ where: 'html', words: squash(shownText(message.html.page)) }] : []),
    ...(message.text && !message.text.isCut ? [{ where: 'text', words: squash(message.text.content) }] : []),
  ]
  return parts.flatMap(({ where, words }) => [
    ...faultIf(!words.includes(squash(postalAddress)), saying('lint.no-postal-address', { part: where }), where),
    ...faultIf(!words.includes(squash(senderName)), saying('lint.no-sender', { part: where, name: senderName }), where),
  ])
}

const shownText = (page: Page): string =>
  page.runs
    .filter(({ within }) => !within.appearance.isHidden)
    .map(({ text }) => text)
    .join('')
