import { describe, expect, test } from 'vitest'
import { DAY, type Instant } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDue } from '../../../src/flow/compose-issue.ts'
import { explain } from '../../../src/flow/explain/explain.ts'
import { muteTopic } from '../../../src/flow/mute-topic.ts'
import { pauseSubscription } from '../../../src/flow/pause-subscription.ts'
import { subscribe } from '../../../src/flow/subscribe.ts'
import { sayExplanation } from '../../../src/render/say-explanation.ts'
import { wordLanguages, wordsFor } from '../../../src/render/words.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findSubscriber } from '../../../src/store/subscribers.ts'
import { findTopic } from '../../../src/store/topics.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, openWorld, publish, PUBLICATION, reader, suppress, topics } from '../../support/world.ts'

const CUT = at('2026-03-11T06:00:00Z')
const LATER = at('2026-03-12T06:00:00Z')

const fail = (_: unknown, error: unknown): void => {
  throw error
}

/** Cuts, approves and addresses what is due. */
async function cutAt(store: Store, now: Instant): Promise<void> {
  await composeDue(store, now, fail)
  await approveDue(store, PUBLICATION, now, fail)
  await addressDue(store, now, fail)
}

/** The reason codes by digest, and whether the story is in a mail. */
async function why(store: Store, address: string, briefing: string, now = LATER + DAY): Promise<string[]> {
  const explained = await explain(store.db, { address, briefing }, now)
  if (!explained.ok) return [explained.reason]
  return explained.explanations.map(({ placement, because }) => `${placement.kind} ${because.code}`)
}

async function who(store: Store, address: string): Promise<{ subscriberId: number; by: 'page'; now: Instant }> {
  const subscriber = await findSubscriber(store.db, address)
  if (!subscriber) throw new Error(`${address} is nobody`)
  return { subscriberId: subscriber.id, by: 'page', now: NOON }
}

/** Subscribes, or changes what was chosen, at a time. */
async function choose(store: Store, address: string, topics: string[], now: Instant): Promise<void> {
  const hour = { zone: 'UTC', minute: 420, weekdays: 127 }
  await subscribe(
    { store, publication: PUBLICATION },
    { address, name: '', digest: 'morning', topics, hour, languages: ['en'], format: 'html' },
    now,
  )
}

const topicId = async (store: Store, slug: string): Promise<number> => (await findTopic(store.db, slug))?.id ?? 0

describe.each(eachDatabase)('explaining a story to a reader on $name', ({ url }) => {
  test('what was sent was sent because of a topic, and names the issue', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, 'layla@example.com')
    await publish(store, { key: 'a' })
    await cutAt(store, CUT)
    const explained = await explain(store.db, { address: 'layla@example.com', briefing: 'a' }, LATER)
    expect(explained).toMatchObject({
      ok: true,
      explanations: [
        { slug: 'morning', placement: { kind: 'given', number: 1, state: 'queued' }, because: { code: 'matched', topic: { en: 'world' } } },
      ],
    })
  })

  test('a mail that came later because the day had enough says when it would have come', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    await digest(store, { joins: false })
    await digest(store, { slug: 'second', joins: false })
    await reader(store, 'david@london.example', { mails: { mailsADay: 1 } })
    await reader(store, 'david@london.example', { digest: 'second', topics: ['sport'] })
    await publish(store, { key: 'first' })
    await publish(store, { key: 'a match', topics: ['sport'] })
    await cutAt(store, CUT)
    const explained = await explain(store.db, { address: 'david@london.example', briefing: 'a match' }, LATER)
    const [one] = explained.ok ? explained.explanations.filter(({ slug }) => slug === 'second') : []
    const [SEVEN, NEXT] = [at('2026-03-11T07:00:00Z'), at('2026-03-12T07:00:00Z')]
    expect(one?.placement).toMatchObject({ kind: 'given', dueAt: NEXT, putOffFrom: SEVEN })
    if (one)
      expect(sayExplanation(one, wordsFor('en'), 'UTC').where).toContain(
        'It would have come before, Wednesday 11 March at 07:00, but that day had as many mails as the reader gets on one day.',
      )
  })

  test('a topic not followed, a language not read, an address suppressed: each has its own reason', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    await digest(store)
    await reader(store, 'aiko@example.com', { topics: ['sport'] })
    await reader(store, 'rosa@example.com', { languages: ['zh'] })
    await reader(store, 'david@example.com')
    await reader(store, 'layla@example.com')
    await suppress(store.db, 'david@example.com')
    await publish(store, { key: 'a' })
    await cutAt(store, CUT)
    expect(await why(store, 'aiko@example.com', 'a')).toEqual(['left-out no-topic'])
    expect(await why(store, 'rosa@example.com', 'a')).toEqual(['left-out language'])
    expect(await why(store, 'david@example.com', 'a')).toEqual(['left-out suppressed'])
  })

  test('answers for the past as it was then: a topic muted, a pause begun and a topic chosen since change nothing', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    await digest(store)
    await reader(store, 'layla@example.com')
    await reader(store, 'aiko@example.com', { topics: ['sport'] })
    await publish(store, { key: 'a' })
    await cutAt(store, CUT)
    const layla = { ...(await who(store, 'layla@example.com')), now: LATER }
    await muteTopic(store, layla, { topicId: await topicId(store, 'world'), until: null })
    await pauseSubscription(store, { ...layla, digestId: 1 }, { until: LATER + 9 * DAY, onReturn: 'all' })
    await choose(store, 'aiko@example.com', ['world'], LATER)
    expect(await why(store, 'layla@example.com', 'a')).toEqual(['given matched'])
    expect(await why(store, 'aiko@example.com', 'a')).toEqual(['left-out no-topic'])
  })

  test('muted and paused then', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    await digest(store)
    for (const name of ['layla', 'david', 'rosa']) await reader(store, `${name}@example.com`, { topics: ['world', 'sport'] })
    await muteTopic(store, await who(store, 'layla@example.com'), { topicId: await topicId(store, 'world'), until: null })
    await pauseSubscription(store, { ...(await who(store, 'david@example.com')), digestId: 1 }, { until: CUT + 3 * DAY, onReturn: 'all' })
    await publish(store, { key: 'a' })
    await cutAt(store, CUT)
    expect(await why(store, 'layla@example.com', 'a')).toEqual(['left-out muted'])
    expect(await why(store, 'david@example.com', 'a')).toEqual(['left-out paused'])
    expect(await why(store, 'rosa@example.com', 'a')).toEqual(['given matched'])
  })

  test('a story that another digest gave already is told with its issue', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await digest(store, { slug: 'weekly', names: { en: 'Weekly' }, schedule: { zone: 'UTC', minute: 480, weekdays: 127 } })
    await reader(store, 'layla@example.com', { hour: { zone: 'UTC', minute: 420, weekdays: 127 } })
    await reader(store, 'layla@example.com', { digest: 'weekly', hour: { zone: 'UTC', minute: 1200, weekdays: 127 } })
    await publish(store, { key: 'a' })
    await cutAt(store, CUT)
    await cutAt(store, at('2026-03-11T08:00:00Z'))
    const explained = await explain(store.db, { address: 'layla@example.com', briefing: 'a' }, LATER)
    if (!explained.ok) throw new Error(explained.reason)
    expect(explained.explanations.map(({ because }) => because)).toEqual([
      { code: 'matched', topic: { en: 'world' } },
      { code: 'had', digest: { en: 'Morning' }, number: 1 },
    ])
  })

  test('a story over the cap, one that is to come, and one for a reader who came later', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { cap: 1 })
    await reader(store, 'layla@example.com')
    await publish(store, { key: 'a', priority: 5 })
    await publish(store, { key: 'b' })
    await cutAt(store, CUT)
    await publish(store, { key: 'c' }, LATER)
    expect(await why(store, 'layla@example.com', 'b')).toEqual(['left-out over-cap'])
    expect(await why(store, 'layla@example.com', 'c', LATER)).toEqual(['coming matched'])
    await choose(store, 'david@example.com', ['world'], LATER)
    expect(await why(store, 'david@example.com', 'a')).toEqual(['left-out not-confirmed'])
  })

  test('who and what are unknown is said', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, 'layla@example.com')
    await publish(store, { key: 'a' })
    expect(await why(store, 'nobody@example.com', 'a')).toEqual(['no-such-reader'])
    expect(await why(store, 'layla@example.com', 'nothing')).toEqual(['no-such-briefing'])
    expect(await explain(store.db, { address: 'layla@example.com', briefing: 'a', issueId: 9 }, LATER)).toEqual({
      ok: false,
      reason: 'no-such-issue',
    })
  })
})

const NAMES = { en: 'Morning' }
const BECAUSES = [
  { code: 'matched', topic: NAMES },
  { code: 'had', digest: NAMES, number: 3 },
  { code: 'over-cap', cap: 3 },
  { code: 'language', language: 'ar' },
  { code: 'other-version', title: 'A story' },
  { code: 'paused', until: CUT },
  { code: 'outside-window', by: 2 },
  { code: 'suppressed', reason: 'manual' },
  { code: 'muted' },
] as const

test.each(wordLanguages())('every reason and place is said in %s, with nothing left to fill in', (language) => {
  const given = { kind: 'given', issueId: 1, number: 1, dueAt: CUT, putOffFrom: null, settledAt: null, detail: 'mailbox full' } as const
  const states = ['queued', 'joined', 'leased', 'posting', 'accepted', 'refused', 'doubtful', 'withheld'] as const
  const placements = [
    ...states.map((state) => ({ ...given, state })),
    { kind: 'left-out', issueId: 1, number: 1, cutAt: CUT } as const,
    { kind: 'coming', cutAt: CUT } as const,
    { kind: 'not-coming' } as const,
  ]
  for (const because of BECAUSES)
    for (const placement of placements) {
      const said = sayExplanation({ digest: NAMES, slug: 'morning', placement, because }, wordsFor(language), 'UTC')
      expect(`${said.where} ${said.why}`).not.toMatch(/[{}]|undefined/)
    }
})
