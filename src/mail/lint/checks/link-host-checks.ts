import { saying, type Saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { isLocalOwn, type LintContext } from '../lint-context.ts'
import type { Message } from '../message/read-message.ts'
import { urlsIn } from '../message/text-urls.ts'
import { linksOf, type PageLink } from '../page/page-links.ts'
import { placeOf, type Page } from '../page/read-page.ts'
import { shownHost } from '../page/shown-host.ts'

/** They hide where a link leads, so spam filters distrust them all. */
const SHORTENERS = new Set(
  'bit.ly t.co goo.gl tinyurl.com ow.ly is.gd v.gd buff.ly rebrand.ly cutt.ly t.ly lnkd.in dlvr.it shorturl.at rb.gy tiny.cc bl.ink s.id shorte.st adf.ly amzn.to fb.me trib.al j.mp short.io tiny.one t.cn url.cn dwz.cn suo.im w.url.cn'.split(
    ' ',
  ),
)

export const linkHostChecks: Check[] = [
  { id: 'J10', level: 'must', look: (message, context) => [...addressFaults(message, context), ...disguises(message)] },
]

function addressFaults(message: Message, context: LintContext): Fault[] {
  const page = message.html?.page
  const links = page ? linksOf(page) : []
  const places = new Map([...pictureHrefs(page), ...links.map(({ href, element }) => [href, page ? placeOf(page, element) : ''] as const)])
  for (const url of urlsIn(message.text?.content ?? '')) if (!places.has(url)) places.set(url, 'text')
  return [...places].flatMap(([href, where]) => {
    const url = URL.parse(href)
    return url
      ? hostFaults(url, context).map((fault) => ({ message: saying('lint.link-of', { link: href.slice(0, 80), fault }), where }))
      : []
  })
}

const pictureHrefs = (page: Page | undefined): [string, string][] =>
  (page?.elements ?? [])
    .filter(({ name }) => name === 'img')
    .map((image) => [image.attributes.get('src') ?? '', page ? placeOf(page, image) : ''])

function hostFaults(url: URL, context: LintContext): Saying[] {
  if (!/^https?:$/.test(url.protocol) || isLocalOwn(url, context)) return []
  const isNumber = /^\d+(?:\.\d+){3}$/.test(url.hostname) || url.hostname.startsWith('[')
  return [
    ...(url.protocol === 'https:' ? [] : [saying('lint.link-not-https')]),
    ...(isNumber ? [saying('lint.link-to-number')] : []),
    ...(url.port === '' ? [] : [saying('lint.link-port', { port: url.port })]),
    ...(url.username === '' && url.password === '' ? [] : [saying('lint.link-user')]),
    ...(SHORTENERS.has(url.hostname.replace(/^www\./, '')) ? [saying('lint.link-shortened')] : []),
  ]
}

const disguises = ({ html }: Message): Fault[] => (html ? linksOf(html.page).flatMap((link) => disguiseFaults(html.page, link)) : [])

function disguiseFaults(page: Page, { element, text, url }: PageLink): Fault[] {
  const shown = shownHost(text)
  if (shown === undefined || url === null || !/^https?:$/.test(url.protocol)) return []
  const isSame = withoutWww(shown) === withoutWww(url.hostname)
  return faultIf(!isSame, saying('lint.link-shows-other', { shown, host: url.hostname }), placeOf(page, element))
}

const withoutWww = (host: string): string => host.replace(/^www\./, '')
