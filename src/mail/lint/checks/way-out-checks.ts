import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { isDigest, type LintContext } from '../lint-context.ts'
import type { Message } from '../message/read-message.ts'
import { urlsIn } from '../message/text-urls.ts'
import { countLetters, scriptsOf, sumOf } from '../page/letter-counts.ts'
import { linksOf, type PageLink } from '../page/page-links.ts'
import type { Page } from '../page/read-page.ts'
import { oneClickUrl } from './one-click-checks.ts'

const LAST_BYTE = 95_000
const LONG_PAGE = 80_000
const NEAR_TOP = 20_000

const WORDS = /unsubscribe|opt[-_ ]?out|退订|取消订阅|退訂|إلغاء الاشتراك/i

type IsWayOut = (url: string, words?: string) => boolean

/** D9: a visible way out in both parts (Gmail, Yahoo, CAN-SPAM), before the point where long mails are cut off. */
export const wayOutChecks: Check[] = [
  {
    id: 'D9',
    level: 'must',
    look: (message, context) => (isDigest(context) ? [...htmlFaults(message, context), ...textFaults(message, context)] : []),
  },
]

function htmlFaults(message: Message, context: LintContext): Fault[] {
  if (!message.html) return []
  const { page } = message.html
  const isWayOut = wayOutTest(message, context)
  const links = linksOf(page).filter(({ href, text, isHidden }) => !isHidden && text !== '' && isWayOut(href, text))
  const [first] = links
  if (!first) return [{ message: saying('lint.html-no-way-out'), where: 'html' }]
  const isLong = message.html.byteLength > LONG_PAGE
  return [
    ...faultIf(bytesBefore(page, first) > LAST_BYTE, saying('lint.html-way-out-late', { most: LAST_BYTE }), 'html'),
    ...faultIf(isLong && !isNearTop(page, first), saying('lint.html-way-out-top'), 'html'),
    ...faultIf(isLong && links.length < 2, saying('lint.html-way-out-once'), 'html'),
    ...faultIf(!links.some(({ text }) => isReadable(text, page, context)), saying('lint.way-out-language'), 'html'),
  ]
}

function textFaults(message: Message, context: LintContext): Fault[] {
  if (!message.text) return []
  const { content } = message.text
  const isWayOut = wayOutTest(message, context)
  const url = urlsIn(content).find((candidate) => isWayOut(candidate))
  const place = url === undefined ? content.search(WORDS) : content.indexOf(url)
  const hasWords = url !== undefined || (place >= 0 && urlsIn(content.slice(place)).length > 0)
  if (!hasWords) return [{ message: saying('lint.text-no-way-out'), where: 'text' }]
  return faultIf(Buffer.byteLength(content.slice(0, place)) > LAST_BYTE, saying('lint.text-way-out-late', { most: LAST_BYTE }), 'text')
}

/** Recognises a way out by the address of List-Unsubscribe, by our own signature, or by the words used for it. */
function wayOutTest(message: Message, { verifyUnsubscribeToken }: LintContext): IsWayOut {
  const oneClick = oneClickUrl(message)?.href
  return (url, words = '') => {
    const parsed = URL.parse(url)
    if (!parsed) return false
    if (oneClick !== undefined && parsed.href.startsWith(oneClick)) return true
    if (WORDS.test(words) || WORDS.test(parsed.pathname)) return true
    return verifyUnsubscribeToken !== undefined && verifyUnsubscribeToken(parsed.href)
  }
}

function isNearTop(page: Page, link: PageLink): boolean {
  const body = page.elements.find(({ name }) => name === 'body')
  return Buffer.byteLength(page.source.slice(body?.at ?? 0, link.element.at)) <= NEAR_TOP
}

const bytesBefore = (page: Page, { element }: PageLink): number => Buffer.byteLength(page.source.slice(0, element.at))

function isReadable(text: string, page: Page, { language }: LintContext): boolean {
  const html = page.elements.find(({ name }) => name === 'html')?.attributes.get('lang')
  const scripts = scriptsOf(language ?? html ?? '')
  return !scripts || sumOf(countLetters(text), scripts) > 0
}
