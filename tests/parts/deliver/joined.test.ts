import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDigest, composeDue } from '../../../src/flow/compose-issue.ts'
import { previewIssue } from '../../../src/flow/preview-issue.ts'
import { reclaim } from '../../../src/flow/reclaim.ts'
import { replayIssue } from '../../../src/flow/replay-issue.ts'
import { settleDoubtful } from '../../../src/flow/settle-doubtful.ts'
import { claimDeliveries, markPosting } from '../../../src/store/deliveries.ts'
import { listDomainResults, listResultsOverTime } from '../../../src/store/listings/issue-results.ts'
import { endSubscription } from '../../../src/store/subscriptions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { AT_NOON, issueAt, senderOver, type Sending } from './sending.ts'
import { inEnglish } from '../../../src/render/in-english.ts'

const raise = (_: unknown, error: unknown): never => {
  throw error
}

const AIKO = 'aiko@tokyo.example'
const at = (minute: number) => ({ ...AT_NOON, minute })

/** Aiko reads two digests, each with one story of its own; by default both come at noon. */
async function openTwo(url: string, { hours = [720, 720], cut = NOON } = {}): Promise<Sending> {
  const store = await openWorld(url)
  await topics(store, 'world', 'science')
  await digest(store, { topics: ['world'] })
  await digest(store, { slug: 'lab', names: { en: 'The Lab' }, topics: ['science'] })
  await publish(store, { key: 'harbour', title: 'A quieter harbour' })
  await publish(store, { key: 'comet', title: 'A comet with two tails', topics: ['science'] })
  await reader(store, AIKO, { hour: at(hours[0] ?? 720) })
  await reader(store, AIKO, { digest: 'lab', topics: ['science'], hour: at(hours[1] ?? 720) })
  for (const slug of ['morning', 'lab']) await issueAt(store, slug, cut)
  return senderOver(store, { url })
}

const textOf = (sending: Sending, index = 0): string => sending.server.messages[index]?.raw.toString('latin1').replaceAll('=\r\n', '') ?? ''
const statesOf = async (sending: Sending) => (await sending.deliveries()).map(({ state }) => state)
const claim = ({ store }: Sending, now = NOON) => claimDeliveries(store, { now, leaseUntil: now + 10 * MINUTE, limit: 10 })

describe.each(eachDatabase)('what falls due together, on $name', ({ url }) => {
  test('leaves together: two digests are one mail with a section each', async () => {
    await using sending = await openTwo(await url())
    expect(await statesOf(sending)).toEqual(['queued', 'joined'])
    expect(await sending.run()).toBe(1)
    expect(sending.server.messages).toHaveLength(1)
    const mail = textOf(sending)
    expect(mail).toContain('Subject: A quieter harbour and 1 more')
    expect(mail).toMatch(/List-Unsubscribe:\s+<http:\/\/localhost:3000\/u\/[\w-]+\?also=[\w-]+>/)
    for (const said of ['A quieter harbour', 'A comet with two tails', 'The Lab', 'You receive The Lab at']) expect(mail).toContain(said)
    expect(await statesOf(sending)).toEqual(['accepted', 'accepted'])
    expect((await sending.attempts()).map(({ outcome, message_hash }) => [outcome, message_hash])).toEqual(
      Array(2).fill(['accepted', (await sending.attempts())[0]?.message_hash]),
    )
  })

  test('is previewed as the one mail that it will be, before it is addressed, while it waits, and afterwards', async () => {
    await using sending = await openTwo(await url())
    const { store, context } = sending
    const preview = async (what: string) => {
      const previewed = await previewIssue(store.db, { what, as: AIKO }, context.publication, NOON)
      if (!previewed.ok) throw new Error(inEnglish(previewed.message))
      return { together: previewed.together.map(({ names }) => names['en']), raw: Buffer.concat(previewed.message.raw) }
    }
    const waiting = [await preview('1'), await preview('2')]
    await sending.run()
    for (const { together, raw } of [...waiting, await preview('1'), await preview('2')]) {
      expect(together).toEqual(['Morning', 'The Lab'])
      expect(raw).toEqual(sending.server.messages[0]?.raw)
    }

    await publish(store, { key: 'tide' }, NOON + HOUR)
    await publish(store, { key: 'moon', topics: ['science'] }, NOON + HOUR)
    const later = NOON + 2 * HOUR
    for (const slug of ['morning', 'lab']) await composeDigest(store, slug, later)
    for (const what of ['3', '4']) {
      const { together, raw } = await preview(what)
      expect(together).toEqual(['Morning', 'The Lab'])
      for (const key of ['tide', 'moon']) expect(raw.toString('latin1')).toContain(`The story of ${key}`)
    }
    await store.db.updateTable('subscribers').set({ joins: 0 }).execute()
    expect((await preview('3')).together).toEqual([])
  })

  test('within the same quarter of an hour, and at the later of the two hours', async () => {
    await using sending = await openTwo(await url(), { hours: [720, 730] })
    expect(await sending.run()).toBe(0)
    sending.setClock(NOON + 10 * MINUTE)
    expect(await sending.run()).toBe(1)
    expect(await statesOf(sending)).toEqual(['accepted', 'accepted'])
  })

  test('what falls due in two quarters of an hour is two mails', async () => {
    await using sending = await openTwo(await url(), { hours: [720, 735] })
    expect(await statesOf(sending)).toEqual(['queued', 'queued'])
    sending.setClock(NOON + 15 * MINUTE)
    expect(await sending.run()).toBe(2)
  })

  test.each([
    ['the reader wishes them apart', { reader: 0, digest: 1 }, 'queued'],
    ['the publication does, and the reader says nothing', { reader: null, digest: 0 }, 'queued'],
    ['the publication does, but the reader wishes them together', { reader: 1, digest: 0 }, 'joined'],
  ])('where %s', async (_, wish, state) => {
    const store = await openWorld(await url())
    await topics(store, 'world')
    for (const slug of ['morning', 'lab']) {
      await digest(store, { slug })
      await reader(store, AIKO, { digest: slug, hour: AT_NOON })
    }
    await publish(store, { key: 'harbour' })
    await store.db.updateTable('digests').set({ joins: wish.digest, is_recap: 1 }).where('slug', '=', 'lab').execute()
    await store.db.updateTable('subscribers').set({ joins: wish.reader }).execute()
    for (const slug of ['morning', 'lab']) await issueAt(store, slug, NOON)
    await using sending = await senderOver(store)
    expect(await statesOf(sending)).toEqual(['queued', state])
  })

  test.each([
    ['the leading', 0],
    ['the joined', 1],
  ])('of which the reader has left %s digest since, the other leaves alone', async (_, left) => {
    await using sending = await openTwo(await url())
    await endSubscription(sending.store.db, left + 1, { at: NOON, by: 'page' })
    await sending.run()
    expect(await statesOf(sending)).toEqual(left === 0 ? ['withheld', 'accepted'] : ['accepted', 'withheld'])
    expect(textOf(sending)).not.toContain(left === 0 ? 'A quieter harbour' : 'A comet with two tails')
    expect(textOf(sending)).not.toContain('?also=')
  })

  test('that comes back counts for each issue in it', async () => {
    await using sending = await openTwo(await url())
    await sending.run()
    const { db } = sending.store
    const said = {
      class: 'x',
      reason: 'x',
      follows: 'x',
      reply_code: null,
      status: null,
      rule: 'x',
      text: 'x',
      via: 'smtp',
      provider: null,
    }
    await db
      .insertInto('delivery_news')
      .values({ ...said, delivery_id: 1, kind: 'failed', heard_at: NOON + HOUR })
      .execute()
    for (const issueId of [1, 2]) {
      expect(await listDomainResults(db, issueId, 10)).toMatchObject([{ mails: 1, bounced: 1 }])
      expect((await listResultsOverTime(db, issueId, HOUR)).at(-1)).toMatchObject({ bounced: 1 })
    }
  })

  test('that is deferred is posted again with the same bytes', async () => {
    await using sending = await openTwo(await url())
    sending.server.answer({ at: 'dot', times: 1 }, '451 4.3.0 Try later')
    await sending.run()
    expect(await statesOf(sending)).toEqual(['queued', 'joined'])
    sending.setClock(NOON + 2 * HOUR)
    await sending.run()
    const [first, second] = sending.server.messages
    expect(second?.raw).toEqual(first?.raw)
    expect(await statesOf(sending)).toEqual(['accepted', 'accepted'])
  })

  test('whose sender died before the dot is claimed again together; after it, all of it is doubtful', async () => {
    await using sending = await openTwo(await url())
    await claim(sending)
    await reclaim(sending.store, NOON + 10 * MINUTE)
    expect(await statesOf(sending)).toEqual(['queued', 'joined'])
    const [again] = await claim(sending, NOON + 10 * MINUTE)
    await markPosting(
      sending.store.db,
      [again, ...(again?.joined ?? [])].flatMap((one) => one ?? []),
      NOON + 11 * MINUTE,
    )
    await reclaim(sending.store, NOON + 11 * MINUTE)
    expect(await statesOf(sending)).toEqual(['doubtful', 'doubtful'])
  })

  test('that is doubtful is settled by a person as one: it arrived, or goes again as one mail', async () => {
    for (const verdict of ['accepted', 'again'] as const) {
      await using sending = await openTwo(await url())
      const [mail] = await claim(sending)
      if (!mail) throw new Error('Nothing was claimed')
      await markPosting(sending.store.db, [mail, ...mail.joined], NOON)
      await reclaim(sending.store, NOON + MINUTE)
      expect(await statesOf(sending)).toEqual(['doubtful', 'doubtful'])
      const member = mail.joined[0]?.id ?? 0
      expect(await settleDoubtful(sending.store, { id: member, verdict }, NOON + HOUR)).toEqual({ ok: true })
      expect(await statesOf(sending)).toEqual(verdict === 'accepted' ? ['accepted', 'accepted'] : ['queued', 'joined'])
      sending.setClock(NOON + HOUR)
      expect(await sending.run()).toBe(verdict === 'accepted' ? 0 : 1)
      expect(sending.server.messages).toHaveLength(verdict === 'accepted' ? 0 : 1)
      expect(await statesOf(sending)).toEqual(['accepted', 'accepted'])
    }
  })

  test.each([
    ['one digest', ['morning']],
    ['two digests that are one mail already', ['morning', 'lab']],
  ])('waits with %s a moment for another that is cut only at the reader’s hour, and no longer than that', async (_, fixed) => {
    const address = await url()
    const store = await openWorld(address)
    await topics(store, 'world', 'science', 'sport')
    for (const [index, slug] of fixed.entries()) {
      const topic = ['world', 'sport'][index] ?? ''
      await digest(store, { slug, topics: [topic] })
      await reader(store, AIKO, { digest: slug, topics: [topic], hour: AT_NOON })
      await publish(store, { key: `of-${topic}`, topics: [topic] }, NOON - HOUR)
    }
    await digest(store, { slug: 'rolling', release: 'rolling', topics: ['science'] })
    await reader(store, AIKO, { digest: 'rolling', topics: ['science'], hour: AT_NOON })
    for (const slug of fixed) await issueAt(store, slug, NOON - HOUR)
    await using sending = await senderOver(store, { url: address })
    expect(await sending.run()).toBe(0)
    await publish(store, { key: 'comet', topics: ['science'] }, NOON - MINUTE)
    await composeDue(store, NOON, raise)
    await approveDue(store, PUBLICATION, NOON, raise)
    await addressDue(store, NOON, raise)
    expect(await statesOf(sending)).toEqual(['queued', ...fixed.map(() => 'joined')])
    expect(await sending.run()).toBe(1)
    expect(await statesOf(sending)).toEqual(['accepted', ...fixed.map(() => 'accepted')])
  })

  test('that was joined to a mail just gone leaves by itself', async () => {
    await using sending = await openTwo(await url(), { hours: [720, 735] })
    const [first] = await claim(sending)
    await sending.store.db
      .updateTable('deliveries')
      .set({ state: 'joined', joined_to: first?.id ?? 0 })
      .where('id', '=', 2)
      .execute()
    await reclaim(sending.store, NOON)
    expect(await statesOf(sending)).toEqual(['leased', 'queued'])
  })

  test('that has no turn yet goes back, and is not torn apart', async () => {
    await using sending = await openTwo(await url())
    await sending.store.db.updateTable('issues').set({ held_at: NOON, held_reason: 'because' }).where('id', '=', 1).execute()
    await sending.run()
    expect(await statesOf(sending)).toEqual(['queued', 'accepted'])
    expect(textOf(sending)).not.toContain('A quieter harbour')
  })

  test('is replayed byte for byte, whichever of its issues is asked for', async () => {
    await using sending = await openTwo(await url())
    await sending.run()
    for (const issueId of [1, 2]) {
      const replayed = await replayIssue(sending.store.db, { issueId, as: AIKO }, sending.context.publication)
      expect(replayed.ok && Buffer.concat(replayed.message.raw)).toEqual(sending.server.messages[0]?.raw)
    }
    const elsewhere = { ...sending.context.publication, sender: { name: 'Another', address: 'digest@broadsheet.example' } }
    expect(await replayIssue(sending.store.db, { issueId: 1, as: AIKO }, elsewhere)).toMatchObject({ ok: false })
  })

  test('or apart, every story reaches its reader once, and no delivery is left without an end', async () => {
    const minute = fc.integer({ min: 700, max: 760 })
    const wish = fc.constantFrom(null, 0, 1)
    await fc.assert(
      fc.asyncProperty(
        fc.array(minute, { minLength: 3, maxLength: 3 }),
        wish,
        fc.integer({ min: 0, max: 3 }),
        async (hours, joins, busy) => {
          const store = await openWorld(await url())
          await topics(store, 't0', 't1', 't2')
          for (const [index, hour] of hours.entries()) {
            await digest(store, { slug: `d${index}`, topics: [`t${index}`] })
            await publish(store, { key: `s${index}`, title: `Story ${index}`, topics: [`t${index}`] })
            await reader(store, AIKO, { digest: `d${index}`, topics: [`t${index}`], hour: at(hour) })
          }
          await store.db.updateTable('subscribers').set({ joins }).execute()
          for (const index of hours.keys()) await issueAt(store, `d${index}`, NOON - HOUR)
          await using sending = await senderOver(store)
          if (busy > 0) sending.server.answer({ at: 'dot', times: busy }, '451 4.3.0 Try later')
          for (let now = NOON - 30 * MINUTE; now < NOON + 14 * HOUR; now += 15 * MINUTE) {
            sending.setClock(now)
            await sending.run()
            await reclaim(store, now)
          }
          expect(await statesOf(sending)).toEqual(['accepted', 'accepted', 'accepted'])
          const mails = sending.server.accepted().map(({ raw }) => raw.toString('latin1').replaceAll('=\r\n', ''))
          for (const index of hours.keys()) expect(mails.filter((mail) => mail.includes(`Story ${index}`))).toHaveLength(1)
          const quarters = new Set(hours.map((hour) => Math.floor(hour / 15)))
          expect(mails).toHaveLength(joins === 0 ? 3 : quarters.size)
        },
      ),
      { numRuns: 4 },
    )
  })
})
