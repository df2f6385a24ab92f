import type { Language } from '../../domain/briefing.ts'
import type { CaughtMail } from '../../flow/read-caught.ts'
import { wordsFor, type Words } from '../../render/words.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { momentView } from './moment-view.ts'

type Shown = { mail: CaughtMail; language: Language; asked: unknown }

const VIEWS = ['html', 'text', 'source'] as const
type View = (typeof VIEWS)[number]

/** A page holds so many characters of the source; the file has all. */
const LONGEST_SOURCE = 300_000

const WORDS = ['inboxTitle', 'inboxAbout', 'mailFrom', 'mailTo', 'mailWhen', 'mailViews', 'mailWidth', 'mailDesktop', 'mailPhone']
const MORE_WORDS = ['mailFrame', 'mailRaw', 'mailCut']

/** One caught mail, in the way that was asked for or the first that it has. */
export function writeCaughtPage(web: Web, { mail, language, asked }: Shown): string {
  const words = wordsFor(language)
  const { id, message, rcptTo } = mail
  const there = VIEWS.filter((view) => view === 'source' || message[view] !== undefined)
  const chosen = there.find((view) => view === asked) ?? there[0] ?? 'source'
  const heading = message.subject || words.say('inboxNoSubject')
  const view = {
    id,
    heading,
    from: message.from || mail.mailFrom,
    to: rcptTo,
    ...momentView(mail.receivedAt, words),
    tabs: there.map((tab) => tabView(tab, { id, chosen, words })),
    ...contentOf(mail, chosen),
  }
  return writePage(web, { name: 'caught', language, title: heading, words: [...WORDS, ...MORE_WORDS], view })
}

function tabView(tab: View, { id, chosen, words }: { id: number; chosen: View; words: Words }) {
  return { path: `inbox/${id}?view=${tab}`, label: words.say(TAB_WORDS[tab]), isChosen: tab === chosen }
}

const TAB_WORDS = { html: 'mailHtml', text: 'mailText', source: 'mailSource' } as const satisfies Record<View, string>

function contentOf({ message, raw }: CaughtMail, view: View) {
  const showsSource = view === 'source'
  const source = showsSource ? Buffer.from(raw).toString('utf8') : ''
  const text = view === 'text' ? (message.text ?? '') : ''
  return { showsHtml: view === 'html', text, showsSource, source: source.slice(0, LONGEST_SOURCE), isCut: source.length > LONGEST_SOURCE }
}
