import { z } from 'zod'
import { EVERY_DAY, parseWeekdays } from '../../../domain/weekdays.ts'
import { asDeed } from '../../../flow/desk/as-deed.ts'
import { leaveDigest, pauseDigest } from '../../../flow/lists/act-on-reader.ts'
import { subscribe } from '../../../flow/subscribe.ts'
import { whileHeld } from '../../../flow/while-held.ts'
import { inEnglish } from '../../../render/in-english.ts'
import { listSubscriptions } from '../../../store/listings/subscriptions.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { expectUnchanged, tag } from './etag.ts'
import { cannot, invalid, unknownThing } from './refusal.ts'
import { FAULTS, id, ifMatch, listed, pageOf, readCursor, slug, time, toPage } from './shapes.ts'
import { findProfile, getSubscriber, subscriber, subscription } from './subscribers-routes.ts'
import { chosen, line, lineOf, minuteOf, wanted } from './subscription-shapes.ts'

const one = z.object({ id, slug })
const pause = z.object({ until: time.nullable().describe('null: go on'), onReturn: z.enum(['all', 'best', 'nothing']).default('all') })

const tags = ['subscriptions']

export function subscriptionRoutes(api: Api, web: Web): void {
  const { store } = web
  api.get(
    '/subscriptions',
    {
      ...needs('viewer'),
      schema: {
        ...{
          tags,
          operationId: 'listSubscriptions',
          summary: 'Subscriptions in the order of their ids; a search looks into addresses and names',
        },
        querystring: listed.extend({ digest: slug.optional() }),
        response: { 200: pageOf(line), ...FAULTS },
      },
    },
    async ({ query: { after, limit, search, digest } }) => {
      const filter = { search: search ?? '', ...(digest !== undefined && { digest }) }
      return toPage(await listSubscriptions(store.db, { ...filter, limit: limit + 1, after: readCursor(after) }), limit, lineOf)
    },
  )
  api.post(
    '/subscriptions',
    {
      ...needs('admin'),
      schema: {
        ...{
          tags,
          operationId: 'createSubscription',
          summary: 'Subscribe somebody who has agreed elsewhere, or change what is chosen; who is suppressed stays so',
        },
        description: 'Who asks by a form of yours is better sent to POST /api/subscriptions, which asks for a confirmation.',
        ...{ body: wanted, response: { 200: subscriber, ...FAULTS } },
      },
    },
    async (request) => {
      const { hour, zone, weekdays = 'daily', format = 'html', ...rest } = request.body
      const wish = { ...rest, format, hour: { zone, minute: minuteOf(hour), weekdays: parseWeekdays(weekdays) ?? EVERY_DAY } }
      const deed = { action: 'subscriber.choose', subject: 'subscriber', after: { digest: rest.digest, topics: rest.topics } }
      const answer = await asDeed(web, { ...deed, actor: callerOf(request).actor, now: web.clock() }, (inside) =>
        subscribe(inside, { ...wish, how: 'api' }, web.clock()),
      )
      if (!answer.ok) throw invalid(answer.message)
      return getSubscriber(web, answer.subscriberId)
    },
  )
  api.patch(
    '/subscribers/:id/subscriptions/:slug',
    {
      ...needs('admin'),
      schema: {
        ...{
          tags,
          operationId: 'updateSubscription',
          summary: 'Change what is chosen in a subscription',
          params: one,
          headers: ifMatch,
          body: chosen.partial(),
        },
        response: { 200: subscription, ...FAULTS },
      },
    },
    async (request, reply) => {
      const { id: subscriberId, slug: digest } = request.params
      const { address, name } = await findProfile(web, subscriberId)
      const { subscriptionId } = await refOf(web, request.params)
      const changed = await whileHeld(store, { table: 'subscriptions', id: subscriptionId }, async (inside) => {
        const held = { ...web, store: inside }
        const before = await getSubscription(held, subscriberId, digest)
        expectUnchanged(request, before)
        if (before.state === 'ended') throw cannot('It has ended. "POST /subscriptions" with "comeBack" begins it again.')
        const wish = { address, name, digest, ...choicesIn({ ...before, ...withoutHoles(request.body) }) }
        const deed = { action: 'subscriber.choose', subject: `subscriber:${subscriberId}`, before, after: request.body }
        const by = { actor: callerOf(request).actor, now: web.clock() }
        const answer = await asDeed(held, { ...deed, ...by }, (tools) => subscribe(tools, wish, web.clock()))
        if (!answer.ok) throw invalid(answer.message)
        return getSubscription(held, subscriberId, digest)
      })
      return tag(reply, changed)
    },
  )
  api.get(
    '/subscribers/:id/subscriptions/:slug',
    {
      ...needs('viewer'),
      schema: {
        tags,
        operationId: 'getSubscription',
        summary: 'One subscription',
        params: one,
        response: { 200: subscription, ...FAULTS },
      },
    },
    async ({ params }, reply) => tag(reply, await getSubscription(web, params.id, params.slug)),
  )
  api.delete(
    '/subscribers/:id/subscriptions/:slug',
    {
      ...needs('admin'),
      schema: {
        tags,
        operationId: 'endSubscription',
        summary: 'End a subscription',
        params: one,
        response: { 200: subscription, ...FAULTS },
      },
    },
    async (request) => {
      const ended = await leaveDigest(web, await refOf(web, request.params), { actor: callerOf(request).actor, now: web.clock() })
      if (!ended.ok) throw cannot('It has ended already.')
      return getSubscription(web, request.params.id, request.params.slug)
    },
  )
  api.post(
    '/subscribers/:id/subscriptions/:slug/pause',
    {
      ...needs('admin'),
      schema: {
        tags,
        operationId: 'pauseSubscription',
        summary: 'Pause a subscription, or let it go on',
        params: one,
        body: pause,
        response: { 200: subscription, ...FAULTS },
      },
    },
    async (request) => {
      const { until, onReturn } = request.body
      const ref = await refOf(web, request.params)
      const wish = until === null ? null : { until: Date.parse(until), onReturn }
      const paused = await pauseDigest(web, { ...ref, pause: wish }, { actor: callerOf(request).actor, now: web.clock() })
      if (!paused.ok) throw cannot(`It cannot be paused like that: ${inEnglish(paused.reason)}.`)
      return getSubscription(web, request.params.id, request.params.slug)
    },
  )
}

async function getSubscription(web: Web, subscriberId: number, digest: string): Promise<z.infer<typeof subscription>> {
  const found = (await getSubscriber(web, subscriberId)).subscriptions.find((known) => known.digest === digest)
  if (!found) throw unknownThing(`subscription of subscriber ${subscriberId} to ${digest}`)
  return found
}

const choicesIn = ({ topics, languages, format, zone, hour, weekdays }: z.infer<typeof subscription>) => ({
  ...{ topics, languages, format: format as 'html' | 'text' },
  hour: { zone, minute: minuteOf(hour), weekdays: parseWeekdays(weekdays) ?? EVERY_DAY },
})

async function refOf(
  web: Web,
  { id: subscriberId, slug: digest }: z.infer<typeof one>,
): Promise<{ subscriptionId: number; subscriberId: number; digestId: number }> {
  const found = (await findProfile(web, subscriberId)).subscriptions.find((known) => known.digest === digest)
  if (!found) throw unknownThing(`subscription of subscriber ${subscriberId} to ${digest}`)
  return { subscriptionId: found.id, subscriberId, digestId: found.digestId }
}

type Whole<Some> = { [Key in keyof Some]?: Exclude<Some[Key], undefined> }
const withoutHoles = <Some extends object>(some: Some): Whole<Some> =>
  Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as Whole<Some>
