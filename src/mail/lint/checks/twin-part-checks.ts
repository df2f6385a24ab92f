import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import type { Message } from '../message/read-message.ts'
import { trimUrl, urlsIn } from '../message/text-urls.ts'
import { linksOf } from '../page/page-links.ts'
import { textsBy, type Page } from '../page/read-page.ts'
import { squash } from '../page/squash.ts'

// Nobody reads an issue with more, and every title is looked for in the whole text.
const MOST_TITLES = 300

/** J9: both parts tell the same (SpamAssassin MPART_ALT_DIFF). */
export const twinPartChecks: Check[] = [{ id: 'J9', level: 'must', look: twinFaults }]

function twinFaults({ text, html }: Message): Fault[] {
  if (!text || !html || text.isCut || html.isCut || html.page.isTooDeep) return []
  return [...linkFaults(text.content, html.page), ...mailtoFaults(text.content, html.page), ...titleFaults(text.content, html.page)]
}

function linkFaults(text: string, page: Page): Fault[] {
  const inHtml = new Set(
    linksOf(page)
      .filter(({ url }) => /^https?:$/.test(url?.protocol ?? ''))
      .map(({ href }) => normal(href)),
  )
  const inText = new Set(urlsIn(text).map(normal))
  return [
    ...[...inHtml.difference(inText)].map((url) => ({
      message: saying('lint.text-lacks-link', { url: url.slice(0, 120) }),
      where: 'text',
    })),
    ...[...inText.difference(inHtml)].map((url) => ({
      message: saying('lint.html-lacks-link', { url: url.slice(0, 120) }),
      where: 'html',
    })),
  ]
}

const normal = (url: string): string => trimUrl(URL.parse(trimUrl(url.trim()))?.href ?? url)

function mailtoFaults(text: string, page: Page): Fault[] {
  const addresses = linksOf(page).flatMap(({ url }) => (url?.protocol === 'mailto:' ? [readAddress(url)] : []))
  return [...new Set(addresses)]
    .slice(0, MOST_TITLES)
    .flatMap((address) =>
      faultIf(!text.toLowerCase().includes(address.toLowerCase()), saying('lint.text-lacks-address', { address }), 'text'),
    )
}

function readAddress(url: URL): string {
  try {
    return decodeURIComponent(url.pathname)
  } catch {
    return url.pathname
  }
}

function titleFaults(text: string, page: Page): Fault[] {
  const squashed = squash(text)
  const headings = [...textsBy(page, ({ within }) => within.appearance.heading)].filter(([{ name }]) => name === 'h2' || name === 'h3')
  return headings
    .slice(0, MOST_TITLES)
    .flatMap(([, title]) =>
      faultIf(!squashed.includes(squash(title)), saying('lint.text-lacks-title', { title: title.slice(0, 80) }), 'text'),
    )
}
