import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import type { Names } from '../../../domain/topic.ts'
import { nameIn } from '../../../render/name-in.ts'
import { listBriefings } from '../../../store/listings/briefings.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import { findReaderProfile, type ReaderProfile } from '../../../store/listings/reader-profile.ts'
import { listTimeline, TIMELINE_KINDS, type TimelineKind, type TimelinePlace } from '../../../store/listings/reader-timeline.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'
import type { DeskNotice } from '../desk-notice.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { subscriptionForms } from './subscription-forms.ts'
import { timelineView } from './timeline-view.ts'
import { sayAdder, sayHour, sayLanguages } from './timeline-words.ts'

export const SUBSCRIBER_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/subscribers/:id', needs: 'viewer', act: (web, visit) => showSubscriber(web, visit) },
  { method: 'GET', path: '/subscribers/:id/erase', needs: 'admin', act: askBeforeErasing },
]

const AT_ONCE = 30
const LATEST = 8

/** The number in the address of a page; 0, which nobody has, where there is none. */
export const idIn = ({ request }: Visit): number => {
  const { id } = request.params as { id: string }
  return /^\d{1,15}$/.test(id) ? Number(id) : 0
}

export async function showSubscriber(web: Web, visit: Visit, notice?: DeskNotice): Promise<FastifyReply> {
  const { words, person, when, request } = visit
  const profile = await findReaderProfile(web.store.db, idIn(visit))
  if (!profile) return notFound(web, visit)
  const query = request.query as Record<string, unknown>
  const kinds = TIMELINE_KINDS.filter((kind) => kind === query['kind'])
  const place = placeIn(query['before'])
  const timeline = await listTimeline(web.store.db, {
    ...{ subscriberId: profile.id, canonical: profile.canonical, limit: AT_ONCE, before: place },
    kinds: kinds.length > 0 ? kinds : TIMELINE_KINDS,
  })
  const names = await namesOf(web, words)
  const latest = await listBriefings(web.store.db, { limit: LATEST })
  return sendDeskPage(web, visit, {
    name: 'subscriber',
    title: profile.name || profile.address,
    at: '/subscribers',
    view: {
      ...profileView(profile, visit),
      mayManage: mayAct(person.role, 'admin'),
      forms: await subscriptionForms(web, profile, visit),
      latest: latest.map(({ slug, title }) => ({ slug, title })),
      kinds: kindLinks(profile.id, kinds[0], visit),
      entries: timeline.entries.map((entry) =>
        timelineView(entry, { words, when, names, digestName: visit.digestName, address: profile.address }),
      ),
      isEmpty: timeline.entries.length === 0,
      newest: place ? `/subscribers/${profile.id}${kinds[0] ? `?kind=${kinds[0]}` : ''}` : '',
      older: timeline.next
        ? `/subscribers/${profile.id}?${new URLSearchParams({ ...(kinds[0] && { kind: kinds[0] }), before: `${timeline.next.at}.${timeline.next.key}` }).toString()}`
        : '',
    },
    notice,
  })
}

async function namesOf(
  { store }: Web,
  { language }: Visit['words'],
): Promise<{ topics: Map<number, string>; digests: Map<number, string> }> {
  const [topics, digests] = [await listTopics(store.db), await listDigests(store.db)]
  const called = (all: { id: number; names: Names }[]): Map<number, string> =>
    new Map(all.map(({ id, names }) => [id, nameIn(names, language).text]))
  return { topics: called(topics), digests: called(digests) }
}

function placeIn(before: unknown): TimelinePlace | undefined {
  const [, at, key] = (typeof before === 'string' && /^(\d{1,15})\.([a-z]{1,20}-\d{15})$/.exec(before)) || []
  return at === undefined || key === undefined ? undefined : { at: Number(at), key }
}

const sayEnder = (by: string, words: Visit['words']): string => (words.knows(`lists.by-${by}`) ? words.say(`lists.by-${by}`) : by)

const profileView = (profile: ReaderProfile, { words, when }: Visit) => ({
  id: profile.id,
  address: profile.address,
  name: profile.name,
  since: when(profile.createdAt),
  suppressed: profile.suppressed && {
    reason: words.say(`lists.suppressed-${profile.suppressed.reason}`),
    note: profile.suppressed.note,
    by: sayAdder(words, profile.suppressed.by),
    at: when(profile.suppressed.at),
  },
  subscriptions: profile.subscriptions.map((one) => ({
    digest: one.digest,
    digestId: one.digestId,
    isActive: one.state === 'active',
    isPaused: one.state === 'active' && one.pause !== null,
    state: words.say(
      one.state === 'ended' ? 'lists.subscription-ended' : one.pause ? 'lists.subscription-paused' : 'lists.subscription-active',
    ),
    colour: one.state === 'ended' ? 'secondary' : one.pause ? 'yellow' : 'green',
    until: one.pause
      ? words.say('lists.pausedUntil', { at: when(one.pause.until) })
      : one.endedAt === null
        ? ''
        : words.say('lists.endedAt', { at: when(one.endedAt), by: sayEnder(one.endedBy ?? '', words) }),
    hour: sayHour(words, one.hour),
    languages: sayLanguages(words, one.languages),
    format: words.say(`timeline.format-${one.format}`),
  })),
  signUps: profile.signUps.map((one) => ({ ...one, at: when(one.askedAt) })),
})

const kindLinks = (id: number, chosen: TimelineKind | undefined, { words }: Visit) =>
  [undefined, ...TIMELINE_KINDS].map((kind) => ({
    address: `/subscribers/${id}${kind === undefined ? '' : `?kind=${kind}`}`,
    label: words.say(kind === undefined ? 'lists.kind-all' : `lists.kind-${kind}`),
    isHere: kind === chosen,
  }))

async function askBeforeErasing(web: Web, visit: Visit): Promise<FastifyReply> {
  const profile = await findReaderProfile(web.store.db, idIn(visit))
  if (!profile) return notFound(web, visit)
  const { words } = visit
  return sendDeskPage(web, visit, {
    name: 'subscriber-erase',
    title: words.say('lists.eraseTitle'),
    at: '/subscribers',
    view: {
      id: profile.id,
      address: profile.address,
      subscriptions: words.say('lists.eraseCount', { count: profile.subscriptions.length }),
    },
  })
}
