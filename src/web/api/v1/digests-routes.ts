import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { hourText } from '../../../domain/reader-hour.ts'
import { nextCuts } from '../../../domain/digest-schedule.ts'
import type { Digest } from '../../../domain/digest.ts'
import { HOUR } from '../../../domain/instant.ts'
import { EVERY_DAY, parseWeekdays, weekdaysText } from '../../../domain/weekdays.ts'
import { addDigest } from '../../../flow/add-digest.ts'
import { editDigest, type DigestChange } from '../../../flow/edit-digest.ts'
import { whileHeld } from '../../../flow/while-held.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import type { Web } from '../../web.ts'
import { callerOf, needs, type Api } from './api.ts'
import { expectUnchanged, tag } from './etag.ts'
import { invalid, unknownThing } from './refusal.ts'
import { bySlug, FAULTS, ifMatch, listed, names, pageOf, readCursor, slug, time, timeOf, toPage } from './shapes.ts'
import { clockTime, minuteOf, weekdays, zone } from './subscription-shapes.ts'

const digest = z.object({
  id: z.number().int(),
  slug: z.string(),
  names: z.record(z.string(), z.string()),
  release: z.enum(['fixed', 'rolling', 'instant']),
  zone: z.string(),
  hour: z.string(),
  weekdays: z.string(),
  approval: z.enum(['auto', 'person']),
  cap: z.number().int(),
  topicCap: z.number().int().nullable(),
  overflow: z.enum(['page', 'carry']),
  isRecap: z.boolean(),
  isPublic: z.boolean(),
  fewest: z.number().int(),
  calendar: z.string().nullable(),
  lateLimitHours: z.number(),
  usefulForHours: z.number(),
  nextDates: z.array(time).describe('its next ten cuts'),
})

const wanted = z.object({
  slug,
  names,
  topics: z.array(slug).max(500).default([]).describe('none: every topic, future ones too'),
  zone: zone.default('UTC'),
  hour: clockTime,
  weekdays: weekdays.default('daily'),
  approval: z.enum(['auto', 'person']).default('auto'),
  cap: z.int().min(1).max(100).default(10),
  isPublic: z.boolean().default(true),
})

const change = z
  .object({
    zone,
    hour: clockTime,
    weekdays,
    approval: z.enum(['auto', 'person']),
    cap: z.int().min(1).max(100),
    fewest: z.int().min(1).max(100),
  })
  .partial()

const tags = ['digests']
const DATES = 10

export function digestRoutes(api: Api, web: Web): void {
  const { store } = web
  api.get(
    '/digests',
    {
      ...needs('viewer'),
      schema: { tags, operationId: 'listDigests', summary: 'Digests', querystring: listed, response: { 200: pageOf(digest), ...FAULTS } },
    },
    async ({ query: { after, limit, search } }) => {
      const all = await listDigests(store.db, { search: search ?? '' })
      const rest = all.toSorted((one, other) => one.id - other.id).filter(({ id }) => id > readCursor(after))
      return toPage(rest, limit, (one) => digestOf(one, web.clock()))
    },
  )
  api.post(
    '/digests',
    {
      ...needs('admin'),
      schema: { tags, operationId: 'createDigest', summary: 'Make a digest', body: wanted, response: { 201: digest, ...FAULTS } },
    },
    async (request, reply) => {
      const { hour, zone: place, weekdays: days, ...rest } = request.body
      const schedule = { zone: place, minute: minuteOf(hour), weekdays: parseWeekdays(days) ?? EVERY_DAY }
      const added = await addDigest(store, { ...rest, schedule, ...USUAL }, web.clock(), callerOf(request).actor)
      if (!added.ok) throw invalid(added.message)
      return reply.code(201).send(digestOf(added.added, web.clock()))
    },
  )
  api.get(
    '/digests/:slug',
    {
      ...needs('viewer'),
      schema: {
        tags,
        operationId: 'getDigest',
        summary: 'One digest with its next dates',
        params: bySlug,
        response: { 200: digest, ...FAULTS },
      },
    },
    async (request, reply) => tagged(reply, await getDigest(web, request.params.slug)),
  )
  api.patch(
    '/digests/:slug',
    {
      ...needs('admin'),
      schema: {
        ...{ tags, operationId: 'updateDigest', summary: 'Change when a digest is cut, who says yes, and how much is in it' },
        ...{ params: bySlug, headers: ifMatch, body: change, response: { 200: digest, ...FAULTS } },
      },
    },
    async (request, reply) => {
      const { id } = await findDigest(web, request.params.slug)
      const changed = await whileHeld(store, { table: 'digests', id }, async (inside) => {
        const known = await findDigest({ ...web, store: inside }, request.params.slug)
        expectUnchanged(request, stateOf(digestOf(known, web.clock())))
        const edited = await editDigest(inside, known.slug, changeIn(known, request.body), web.clock(), callerOf(request).actor)
        if (!edited.ok) throw invalid(edited.message)
        return digestOf(edited.digest, web.clock())
      })
      return tagged(reply, changed)
    },
  )
}

function changeIn({ schedule }: Digest, { zone: place, hour, weekdays: days, ...rest }: z.infer<typeof change>): DigestChange {
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    schedule: {
      ...schedule,
      ...(place !== undefined && { zone: place }),
      ...(hour !== undefined && { minute: minuteOf(hour) }),
      ...(days !== undefined && { weekdays: parseWeekdays(days) ?? EVERY_DAY }),
    },
  }
}

const USUAL = { lateLimit: 12 * HOUR, usefulFor: 24 * HOUR }

async function findDigest({ store }: Web, named: string): Promise<Digest> {
  const found = (await listDigests(store.db)).find((one) => one.slug === named)
  if (!found) throw unknownThing(`digest ${named}`)
  return found
}

const getDigest = async (web: Web, named: string): Promise<z.infer<typeof digest>> => digestOf(await findDigest(web, named), web.clock())

function digestOf(one: Digest, now: number): z.infer<typeof digest> {
  const { id, release, approval, cap, topicCap, overflow, isRecap, isPublic, fewest, calendar, schedule } = one
  return {
    ...{ id, slug: one.slug, names: one.names, release, approval, cap, topicCap, overflow, isRecap, isPublic, fewest, calendar },
    ...{ zone: schedule.zone, hour: hourText(schedule.minute), weekdays: weekdaysText(schedule.weekdays) },
    ...{ lateLimitHours: one.lateLimit / HOUR, usefulForHours: one.usefulFor / HOUR },
    nextDates: release === 'fixed' ? nextCuts(schedule, now, DATES).map(timeOf) : [],
  }
}

/** The dates to come follow from the rest, and from the clock. */
const stateOf = ({ nextDates: _, ...state }: z.infer<typeof digest>) => state
const tagged = (reply: FastifyReply, one: z.infer<typeof digest>) => tag(reply, one, stateOf(one))
