import { saying } from '../../../domain/saying.ts'
import { cleanText } from '../../../domain/clean-text.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { decodeHeaderValue } from '../message/encoded-word.ts'
import { mailboxesOf, valueOf, type Message } from '../message/read-message.ts'
import { oneLine, placeOf, textsBy, type Page } from '../page/read-page.ts'

type Placed = { text: string; where: string }

// Longer titles break other statements; cleaning takes several passes.
const MOST_READ = 2000

/** B10: what only hides in a text stands in no subject, name or title. */
export const cleanTextChecks: Check[] = [{ id: 'B10', level: 'must', look: (message) => textsOf(message).flatMap(hiddenFaults) }]

function textsOf(message: Message): Placed[] {
  const names = ['From', 'To', 'Reply-To', 'Sender'].flatMap((where) =>
    mailboxesOf(message, where).map(({ name }) => ({ text: name, where })),
  )
  const subject = { text: decodeHeaderValue(valueOf(message, 'Subject') ?? ''), where: 'Subject' }
  return [subject, ...names, ...(message.html ? titlesOf(message.html.page) : [])]
}

function titlesOf(page: Page): Placed[] {
  const headings = textsBy(page, ({ within }) => within.appearance.heading)
  return [{ text: page.title, where: '<title>' }, ...[...headings].map(([element, text]) => ({ text, where: placeOf(page, element) }))]
}

function hiddenFaults({ text, where }: Placed): Fault[] {
  const shown = text.slice(0, MOST_READ)
  const isHiding = cleanText(shown) !== oneLine(shown.normalize('NFC').replace(/^\ufeff|\ufeff$/g, '\u200b'))
  return faultIf(isHiding, saying('lint.hidden-marks', { text: shown.slice(0, 40) }), where)
}
