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
    ...faultIf(
      !words.includes(squash(postalAddress)),
      `The ${where} part does not show the postal address: put it into the footer.`,
      where,
    ),
    ...faultIf(
      !words.includes(squash(senderName)),
      `The ${where} part does not say who sends it (${senderName}): put it into the footer.`,
      where,
    ),
  ])
}

const shownText = (page: Page): string =>
  page.runs
    .filter(({ within }) => !within.appearance.isHidden)
    .map(({ text }) => text)
    .join('')
