import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import { changesBetween } from '../../../domain/sequence-changes.ts'
import { findDeskIssue, type DeskIssue } from '../../../flow/issues/desk-issue.ts'
import { MOST_TEST_MAILS, sendTest } from '../../../flow/issues/send-test.ts'
import { previewHarmlessly, type Previewed } from '../../../flow/preview-issue.ts'
import { readMail } from '../../../flow/read-mail.ts'
import { nameIn } from '../../../render/name-in.ts'
import { listPeople } from '../../../store/listings/people.ts'
import { MAIL_SANDBOX } from '../../security.ts'
import { sendPrivately } from '../../send-page.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { idIn } from './id-in.ts'
import { previewQuery, readerIn, readPreviewWish, type PreviewWish } from './preview-wish.ts'
import { shownMail } from './shown-mail.ts'

export const PREVIEW_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/issues/:id/preview', needs: 'viewer', act: showPreview },
  { method: 'GET', path: '/issues/:id/mail', needs: 'viewer', act: sendMailHtml },
  { method: 'GET', path: '/issues/:id/source', needs: 'viewer', act: sendSource },
  { method: 'POST', path: '/issues/:id/test', needs: 'editor', act: test },
]

const LONGEST_SOURCE = 300_000

/** The mail of one reader, or of two beside each other, as it is sent: on a desk, on a phone, light, dark, as text, as its source. */
async function showPreview(web: Web, visit: Visit): Promise<FastifyReply> {
  const { person, words, request } = visit
  const found = await findDeskIssue(web.store.db, { id: idIn(visit), personId: person.id }, web.publication)
  if (!found) return notFound(web, visit)
  const wish = readPreviewWish(request.query)
  const first = await mailOf(web, found, wish)
  const second = wish.second === '' ? undefined : await mailOf(web, found, { ...wish, as: wish.second })
  const name = `${nameIn(found.digest.names, words.language).text} ${found.issue.number}`
  return sendDeskPage(web, visit, {
    name: 'issue-preview',
    title: words.say('issues.previewOf', { name }),
    at: '/issues',
    scripts: ['note-look'],
    view: {
      ...{ id: found.issue.id, name, wish, query: previewQuery(wish), isMadeUp: wish.as === '', isSeen: found.isSeen },
      mayNote: mayAct(person.role, 'editor'),
      mails: [first, ...(second ? [second] : [])].map((mail, index) => mailView(mail, { wish, index, visit, id: found.issue.id })),
      isPair: second !== undefined,
      differences: second ? differencesOf(first, second) : undefined,
      tabs: (['mail', 'text', 'source'] as const).map((view) => ({
        view,
        label: words.say(`issues.view-${view}`),
        query: previewQuery(wish, { view }),
        isChosen: view === wish.view,
      })),
      looks: (['light', 'dark'] as const).map((look) => ({
        label: words.say(`issues.look-${look}`),
        icon: look === 'dark' ? 'moon' : 'sun',
        query: previewQuery(wish, { look }),
        isChosen: look === wish.look,
      })),
      images: { query: previewQuery(wish, { images: wish.images === 'on' ? 'off' : 'on' }), isOff: wish.images === 'off' },
      topics: topicsIn(found, wish, words.language),
      zone: wish.zone || found.digest.schedule.zone,
      languages: wish.languages || languagesIn(found).join(', '),
      people: mayAct(person.role, 'editor')
        ? (await listPeople(web.store.db))
            .filter(({ disabledAt }) => disabledAt === null)
            .map(({ name: who, address, id }) => ({ name: who, address, isSelf: id === person.id }))
        : [],
      mayTest: mayAct(person.role, 'editor') && found.issue.state !== 'skipped',
      most: MOST_TEST_MAILS,
    },
  })
}

type Mail = { as: string; previewed: Previewed; subject: string; preheader: string; html?: string | undefined; text: string; raw: Buffer }

async function mailOf(web: Web, found: DeskIssue, wish: PreviewWish): Promise<Mail> {
  const as = readerIn(wish, { languages: languagesIn(found), zone: found.digest.schedule.zone })
  const previewed = await previewHarmlessly(web.store.db, { what: String(found.issue.id), as }, web.publication, web.clock())
  const raw = previewed.ok ? Buffer.concat(previewed.message.raw) : Buffer.alloc(0)
  const { subject, html, text = '' } = previewed.ok ? await readMail(raw) : { subject: '', html: undefined, text: '' }
  return { as: wish.as, previewed, subject, preheader: '', html, text, raw }
}

const languagesIn = ({ stories }: DeskIssue): string[] => {
  const languages = [...new Set(stories.map(({ language }) => language))]
  return languages.length > 0 ? languages : ['en']
}

type Around = { wish: PreviewWish; index: number; visit: Visit; id: number }

function mailView({ as, previewed, subject, html, text, raw }: Mail, { wish, index, visit, id }: Around) {
  const { words, when } = visit
  const own = index === 0 ? wish : { ...wish, as: wish.second, second: wish.as }
  const source = raw.toString('utf8')
  return {
    ...{ as: as || words.say('issues.madeUp'), subject, text, path: `/issues/${id}`, query: previewQuery(own) },
    nothing: previewed.ok ? '' : words.say(`issues.nothing-${previewed.reason}`),
    together: togetherOf(previewed, words),
    due: previewed.ok ? when(previewed.dueAt) : '',
    hasHtml: html !== undefined,
    bytes: words.say('issues.bytes', { count: Math.ceil(raw.length / 1024) }),
    source: source.slice(0, LONGEST_SOURCE),
    isCut: source.length > LONGEST_SOURCE,
  }
}

/** Said of a mail that brings several issues at once. */
function togetherOf(previewed: Previewed, words: Visit['words']): string {
  if (!previewed.ok || previewed.together.length === 0) return ''
  const issues = previewed.together.map(({ names, number }) => `${nameIn(names, words.language).text} ${number}`)
  return words.say('issues.together', { issues: issues.join(', ') })
}

/** Line by line, what only the first or only the second has; and the stories that only one of them gets. */
function differencesOf(first: Mail, second: Mail) {
  const lines = changesBetween(first.text.split('\n'), second.text.split('\n'))
  return {
    isSame: lines.every(({ kind }) => kind === 'same'),
    lines: lines.flatMap(({ kind, items }): DiffLine[] =>
      kind === 'same' ? shorten(items) : items.map((line) => ({ kind, line: line || ' ' })),
    ),
  }
}

type DiffLine = { kind: 'same' | 'gone' | 'new' | 'cut'; line: string }

const AROUND = 2

/** Of a long stretch that both have, its ends. */
function shorten(lines: string[]): DiffLine[] {
  const whole = (some: string[]) => some.map((line) => ({ kind: 'same' as const, line: line || ' ' }))
  if (lines.length <= 2 * AROUND + 1) return whole(lines)
  return [...whole(lines.slice(0, AROUND)), { kind: 'cut', line: '…' }, ...whole(lines.slice(-AROUND))]
}

function topicsIn({ stories, topics }: DeskIssue, { topics: chosen }: PreviewWish, language: string) {
  const used = new Set(stories.flatMap(({ topicIds }) => topicIds))
  return [...topics]
    .filter(([id]) => used.has(id))
    .map(([id, names]) => ({ id, name: nameIn(names, language).text, isChosen: chosen.includes(id) }))
}

async function sendMailHtml(web: Web, visit: Visit): Promise<FastifyReply> {
  const { reply, request, words } = visit
  const found = await findDeskIssue(web.store.db, { id: idIn(visit), personId: visit.person.id }, web.publication)
  if (!found) return notFound(web, visit)
  const wish = readPreviewWish(request.query)
  const mail = await mailOf(web, found, wish)
  const other = wish.second === '' ? undefined : await mailOf(web, found, { ...wish, as: wish.second })
  reply.header('content-security-policy', MAIL_SANDBOX).header('x-frame-options', 'sameorigin')
  if (mail.html === undefined) return sendPrivately(reply, `<!doctype html><title>-</title><p>${words.say('issues.noHtml')}</p>`)
  return sendPrivately(reply, shownMail(mail.html, { ...wish, marked: other?.html === undefined ? [] : onlyIn(mail.html, other.html) }))
}

/** The addresses that stand in one mail and not in another. */
function onlyIn(html: string, other: string): string[] {
  const linksIn = (text: string): string[] => [...text.matchAll(/\shref="([^"]+)"/g)].map(([, url = '']) => url.replaceAll('&amp;', '&'))
  const others = new Set(linksIn(other))
  return [...new Set(linksIn(html))].filter((url) => !others.has(url))
}

async function sendSource(web: Web, visit: Visit): Promise<FastifyReply> {
  const found = await findDeskIssue(web.store.db, { id: idIn(visit), personId: visit.person.id }, web.publication)
  if (!found) return notFound(web, visit)
  const { raw } = await mailOf(web, found, readPreviewWish(visit.request.query))
  visit.reply.header('content-security-policy', MAIL_SANDBOX).header('cache-control', 'no-store')
  return visit.reply.header('content-disposition', `attachment; filename="issue-${found.issue.id}.eml"`).type('message/rfc822').send(raw)
}

async function test(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words, person } = visit
  const found = await findDeskIssue(web.store.db, { id: idIn(visit), personId: person.id }, web.publication)
  if (!found) return notFound(web, visit)
  const { others } = formFields(request, ['others'])
  const { colleagues } = request.body as Record<string, unknown>
  const chosen = [colleagues ?? []].flat().filter((one): one is string => typeof one === 'string')
  const to = [...chosen, ...others.split(/[,;\s]+/)].filter((one) => one !== '')
  const wish = readPreviewWish(request.body)
  const as = readerIn(wish, { languages: languagesIn(found), zone: found.digest.schedule.zone })
  const done = await sendTest(web.store, { issueId: found.issue.id, as, to }, person, { publication: web.publication, now: web.clock() })
  const back = `/issues/${found.issue.id}/preview?${previewQuery(wish)}`
  if (done.ok) {
    const left = done.suppressed.length > 0 ? ` ${words.say('issues.testSuppressed', { addresses: done.suppressed.join(', ') })}` : ''
    return goOn(web, visit, back, { kind: 'success', text: words.say('issues.testSent', { count: done.sent.length }) + left })
  }
  const known = ['nobody', 'too-many', 'too-many-today', 'bad-address'].includes(done.reason)
  const address = done.reason === 'bad-address' ? done.address : ''
  const text = words.say(known ? `issues.test-${done.reason}` : `issues.nothing-${done.reason}`, { address, most: MOST_TEST_MAILS })
  return goOn(web, visit, back, { kind: 'danger', text })
}
