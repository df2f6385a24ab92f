import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { changePreferences } from '../../../src/flow/change-preferences.ts'
import { composeDigest, composeDue } from '../../../src/flow/compose-issue.ts'
import { readMail } from '../../../src/flow/read-mail.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { listPublicIssues } from '../../../src/store/listings/public-issues.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, openWorld, PUBLICATION, publish, reader, topics } from '../../support/world.ts'
import { deliver } from '../web/delivered.ts'

const ROSA = 'rosa@rio.example'
const raise = (_: unknown, error: unknown): never => {
  throw error
}

async function issue(store: Store, slug: string, now: Instant): Promise<void> {
  await composeDigest(store, slug, now)
  await approveDue(store, PUBLICATION, now, raise)
  await addressDue(store, now, raise)
}

const waiting = (store: Store) =>
  store.db.selectFrom('deliveries').select(['state', 'due_at', 'next_at', 'joined_to']).orderBy('id').execute()

const moveTo = (store: Store, digestId: number, zone: string, now: Instant) =>
  changePreferences(
    store,
    { subscriberId: 1, digestId },
    { choices: { hour: { zone, minute: 420, weekdays: EVERY_DAY }, languages: ['en'], format: 'html', topicIds: [1] }, comeBack: false },
    now,
  )

describe.each(eachDatabase)('a mail that waits, on $name', ({ url }) => {
  test('follows a reader who moves to the next coming of the new hour, and comes once', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    const { id } = await digest(store)
    await publish(store, { key: 'story' })
    await reader(store, ROSA)
    await issue(store, 'morning', NOON)
    const inTokyo = at('2026-03-10T22:00:00Z')
    expect(await waiting(store)).toMatchObject([{ state: 'queued', due_at: at('2026-03-11T07:00:00Z') }])
    await moveTo(store, id, 'Asia/Tokyo', NOON + HOUR)
    expect(await waiting(store)).toMatchObject([{ state: 'queued', due_at: inTokyo, next_at: inTokyo }])
    // Later than the old hour it may be as well.
    await moveTo(store, id, 'America/Los_Angeles', NOON + 3 * HOUR)
    const inLosAngeles = at('2026-03-10T14:00:00Z') + DAY
    expect(await waiting(store)).toMatchObject([{ state: 'queued', due_at: inLosAngeles }])
    expect([...(await deliver(store, inLosAngeles)).keys()]).toEqual([ROSA])
    await moveTo(store, id, 'Asia/Tokyo', inLosAngeles + HOUR)
    expect([...(await deliver(store, inLosAngeles + DAY)).keys()]).toEqual([])
  })

  test('leaves those with which it would have come, and leaves with what comes at the new hour', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    const morning = await digest(store)
    await digest(store, { slug: 'second' })
    await digest(store, { slug: 'third' })
    await reader(store, ROSA)
    await reader(store, ROSA, { digest: 'second' })
    await reader(store, ROSA, { digest: 'third', hour: { zone: 'Asia/Tokyo', minute: 420, weekdays: EVERY_DAY } })
    for (const slug of ['morning', 'second', 'third']) {
      await publish(store, { key: `for ${slug}` })
      await issue(store, slug, NOON)
    }
    const before = await waiting(store)
    expect(before.map(({ state }) => state)).toEqual(['queued', 'joined', 'queued'])
    await moveTo(store, morning.id, 'Asia/Tokyo', NOON + HOUR)
    const inTokyo = at('2026-03-10T22:00:00Z')
    const after = await waiting(store)
    expect(after.map(({ state, due_at }) => ({ state, due_at }))).toEqual([
      { state: 'joined', due_at: inTokyo },
      { state: 'queued', due_at: at('2026-03-11T07:00:00Z') },
      { state: 'queued', due_at: inTokyo },
    ])
    expect(after[0]?.joined_to).not.toBeNull()
  })

  test('an empty digest: nobody gets one; who wishes it hears after some dates that there was nothing', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'science')
    await digest(store, { silentAfter: 2, approval: 'person' })
    await reader(store, ROSA, { silentNote: true })
    await reader(store, 'david@london.example')
    for (const day of [0, 1]) await issue(store, 'morning', NOON + day * DAY)
    const [mails, none] = [await deliver(store, NOON + 2 * DAY), await deliver(store, NOON + 2 * DAY)]
    expect([[...mails.keys()], none.size]).toEqual([[ROSA], 0])
    const { subject, html, text } = await readMail(mails.get(ROSA) ?? Buffer.alloc(0))
    expect(subject).toBe('Nothing new on your topics')
    for (const part of [html, text]) expect(part).toContain('Nothing has been published on your topics since the last mail')
    expect((await listPublicIssues(store, { limit: 9, now: NOON + 9 * DAY })).issues).toEqual([])

    await issue(store, 'morning', NOON + 2 * DAY)
    expect((await deliver(store, NOON + 3 * DAY)).size).toBe(0)
    // News for others counts as silence for her, and what is for her ends it.
    await publish(store, { key: 'other', topics: ['science'] }, NOON + 3 * DAY)
    await store.db.updateTable('digests').set({ approval: 'auto' }).execute()
    await issue(store, 'morning', NOON + 3 * DAY)
    expect([...(await deliver(store, NOON + 4 * DAY)).keys()]).toEqual([ROSA])
    await publish(store, { key: 'hers' }, NOON + 4 * DAY)
    await issue(store, 'morning', NOON + 4 * DAY)
    expect([...(await deliver(store, NOON + 5 * DAY)).keys()].sort()).toEqual(['david@london.example', ROSA])
    const verdicts = await store.db.selectFrom('cuts').select('verdict').orderBy('due_at').execute()
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['no-stories', 'no-stories', 'no-stories', 'composed', 'composed'])
  })

  test('of a digest that rolls is a note at her own hour, after some days without anything, and ends when there is something', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { slug: 'rolling', release: 'rolling', silentAfter: 2 })
    await reader(store, ROSA, { digest: 'rolling', silentNote: true })
    await reader(store, 'david@london.example', { digest: 'rolling' })
    const mailsOf = async (day: number): Promise<string[]> => {
      const begin = at('2026-03-11T06:30:00Z') + day * DAY
      const mails: string[] = []
      for (let now = begin; now < begin + HOUR; now += 15 * MINUTE) {
        await composeDue(store, now, raise)
        await approveDue(store, PUBLICATION, now, raise)
        await addressDue(store, now, raise)
        for (const [address, mail] of await deliver(store, now + 15 * MINUTE))
          mails.push(`${address} ${new Date(now).toISOString().slice(11, 16)} ${(await readMail(mail)).subject}`)
      }
      return mails.sort()
    }
    expect(await mailsOf(0)).toEqual([])
    expect(await mailsOf(1)).toEqual([`${ROSA} 07:00 Nothing new on your topics`])
    expect(await mailsOf(2)).toEqual([])
    await publish(store, { key: 'news' }, at('2026-03-14T01:00:00Z'))
    expect(await mailsOf(3)).toEqual([expect.stringMatching(/^david.* 07:00/), expect.stringMatching(/^rosa.* 07:00 (?!Nothing)/)])
    expect(await mailsOf(4)).toEqual([])
    expect(await mailsOf(5)).toEqual([`${ROSA} 07:00 Nothing new on your topics`])
    expect(await store.db.selectFrom('issues').select('id').execute()).toHaveLength(3)
  })
})
