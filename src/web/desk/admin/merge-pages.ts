import type { FastifyReply } from 'fastify'
import { mergeTopics, planMerge, type MergeRefused } from '../../../flow/merge-topics.ts'
import { nameIn } from '../../../render/name-in.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields, queryFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const MERGE_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/topics/:topic/merge', needs: 'admin', act: askToMerge },
  { method: 'POST', path: '/topics/:topic/merge', needs: 'admin', act: merge },
]

/** What a merge would do, with every number, before anybody says yes: it cannot be undone. */
async function askToMerge(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words } = visit
  const { topic: from } = request.params as { topic: string }
  const { into } = queryFields(request, ['into'])
  const topics = await listTopics(web.store.db)
  const own = topics.find(({ slug }) => slug === from)
  if (!own) return notFound(web, visit)
  const name = (one: { names: Record<string, string> }): string => nameIn(one.names, words.language).text
  const planned = into === '' ? undefined : await planMerge(web.store.db, { from, into })
  const counts = planned?.ok ? planned.counts : undefined
  const lines = counts
    ? (['subscriptions', 'followBoth', 'ended', 'mutes', 'briefings', 'digests', 'children', 'signUps'] as const)
        .filter((key) => counts[key] > 0 || key === 'subscriptions')
        .map((key) => words.say(`topics.merge-${key}`, { count: counts[key] }))
    : []
  return sendDeskPage(web, visit, {
    name: 'topic-merge',
    title: words.say('topics.mergeTitle', { name: name(own) }),
    at: '/topics',
    view: {
      slug: own.slug,
      name: name(own),
      into,
      intoName: planned?.ok ? name(planned.into) : '',
      lines,
      lost:
        planned?.ok && planned.widerLost.length > 0 ? words.say('topics.mergeLost', { names: planned.widerLost.map(name).join(', ') }) : '',
      others: topics.filter(({ id }) => id !== own.id).map((one) => ({ slug: one.slug, name: name(one) })),
    },
    notice: planned && !planned.ok ? { kind: 'danger', text: refusal(planned, visit) } : undefined,
  })
}

async function merge(web: Web, visit: Visit): Promise<FastifyReply> {
  const { topic: from } = visit.request.params as { topic: string }
  const { into } = formFields(visit.request, ['into'])
  const merged = await mergeTopics(web.store, { from, into }, visit.person, web.clock())
  if (!merged.ok) return goOn(web, visit, `/topics/${from}/merge`, { kind: 'danger', text: refusal(merged, visit) })
  const text = visit.words.say('topics.merged', { count: merged.counts.subscriptions, from, into: merged.into.slug })
  return goOn(web, visit, `/topics/${merged.into.slug}`, { kind: 'success', text })
}

function refusal(refused: MergeRefused, { words, digestName }: Visit): string {
  const issues =
    refused.reason === 'issue-between' ? refused.issues.map(({ digest, number }) => `${digestName(digest)} ${number}`).join(', ') : ''
  return words.say(`topics.merge-${refused.reason}`, { issues })
}
