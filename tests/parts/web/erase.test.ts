import { describe, expect, test } from 'vitest'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { keepCaught } from '../../../src/flow/keep-caught.ts'
import { muteTopic } from '../../../src/flow/mute-topic.ts'
import { queueNotice } from '../../../src/flow/queue-notice.ts'
import { subscribe } from '../../../src/flow/subscribe.ts'
import { buildServer } from '../../../src/web/build-server.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, PUBLICATION, reader } from '../../support/world.ts'
import { openSending, withSend, type Sending } from '../deliver/sending.ts'
import { everythingIn, FORM, optionsOver, tokenOf } from './site.ts'

const AIKO = 'aiko@tokyo.example'
const REFUSAL = `550 5.1.1 <${AIKO}>: Recipient address rejected`

/** Everything that can be known of Aiko, who has moved here from an older address; David is there as well. */
async function knowAiko(sending: Sending): Promise<string> {
  const { store } = sending
  await store.db.updateTable('subscribers').set({ name: 'Aiko Tanaka' }).where('canonical', '=', AIKO).execute()
  await reader(store, 'david@london.example')
  await muteTopic(store, { subscriberId: 1, by: 'page', now: NOON }, { topicId: 1, until: null })
  const content = { subject: 's', heading: 'h', paragraphs: [], remarks: [] }
  await queueNotice(store.db, { kind: 'welcome', address: AIKO, canonical: AIKO, language: 'en', content }, NOON)
  await keepCaught(store, { mailFrom: 'b@x.example', rcptTo: AIKO, raw: Buffer.from(`To: <${AIKO}>\r\n\r\nHello`) }, NOON)
  const changed = { subscriber_id: 1, state: 'made' as const, old_address: 'Aiko@old.example', old_canonical: 'aiko@old.example' }
  const where = { asked_at: NOON, asked_network: '192.0.2.1', asked_browser: 'Netscape', settled_at: NOON }
  await store.db
    .insertInto('address_changes')
    .values({ ...changed, ...where, address: AIKO, canonical: AIKO })
    .execute()
  const failure = { canonical: AIKO, delivery_id: 1, failed_at: NOON, heard: 'answer' as const }
  await store.db.insertInto('soft_failures').values(failure).execute()
  await store.db
    .updateTable('issues')
    .set({ held_reason: `the last with "${REFUSAL}"`, held_at: NOON })
    .execute()
  return tokenOf(store, AIKO)
}

const siteOver = ({ store }: Sending) => buildServer(optionsOver(store))

const left = async ({ store }: Sending): Promise<string[]> =>
  (await everythingIn({ store })).filter((row) => /aiko|tanaka/i.test(row) && !row.startsWith('kysely'))

describe.each(eachDatabase)('erasing on $name', ({ url }) => {
  test('leaves nothing of the address or the name in any table, and one keyed hash', async () => {
    await using sending = await openSending(await url())
    const token = await knowAiko(sending)
    const server = await siteOver(sending)
    const before = await everythingIn(sending)
    const page = await server.inject(`/p/${token}/erase`)
    expect(page.body).toContain('name="confirm" value="yes"')
    expect((await server.inject({ method: 'POST', url: `/p/${token}/erase`, headers: FORM, payload: 'confirm=maybe' })).statusCode).toBe(
      400,
    )
    expect(await everythingIn(sending)).toEqual(before)

    const answer = await server.inject({ method: 'POST', url: `/p/${token}/erase`, headers: FORM, payload: 'confirm=yes' })
    expect([answer.statusCode, answer.body.includes('Everything is erased')]).toEqual([200, true])
    expect(await left(sending)).toEqual([])
    expect(await sending.deliveries()).toEqual([])
    const kept = await sending.store.db.selectFrom('suppressions').select(['canonical', 'hash', 'reason']).execute()
    expect(kept).toEqual([{ canonical: null, hash: PUBLICATION.hashAddress(AIKO)[0], reason: 'unsubscribed' }])
    const others = await sending.store.db.selectFrom('subscriptions').select(['subscriber_id', 'state']).execute()
    expect(others).toEqual([{ subscriber_id: 2, state: 'active' }])

    for (const path of [`/p/${token}`, `/p/${token}/data`, `/p/${token}/erase`, `/p/${token}/fewer/world`])
      expect((await server.inject(path)).statusCode, path).toBe(404)
    const leaving = await server.inject({ method: 'POST', url: `/u/${token}`, headers: FORM, payload: 'List-Unsubscribe=One-Click' })
    expect([leaving.statusCode, await left(sending)]).toEqual([200, []])
    await server.close()
  })

  test.each([
    ['nothing in the way', ''],
    ['a refusal', REFUSAL],
    ['a request to wait', `450 4.2.1 <${AIKO}> receives too much`],
  ])('also what a sender has in its hands, with %s: nothing leaves, and nothing is written down again', async (_, answer) => {
    await using sending = await openSending(await url())
    const server = await siteOver(sending)
    const token = await tokenOf(sending.store, AIKO)
    const erased = withSend(sending, (send) => async (...message) => {
      await server.inject({ method: 'POST', url: `/p/${token}/erase`, headers: FORM, payload: 'confirm=yes' })
      return send(...message)
    })
    if (answer !== '') sending.server.answer({ at: 'rcpt' }, answer)
    await makePump(erased, 4).deliverDue(new AbortController().signal)
    expect(sending.server.messages).toEqual([])
    expect(await left(sending)).toEqual([])
    await server.close()
  })

  test('whoever was erased is not taken in again by others', async () => {
    await using sending = await openSending(await url())
    const server = await siteOver(sending)
    const token = await tokenOf(sending.store, AIKO)
    await server.inject({ method: 'POST', url: `/p/${token}/erase`, headers: FORM, payload: 'confirm=yes' })
    const hour = { zone: 'UTC', minute: 420, weekdays: 127 }
    const { hashAddress } = PUBLICATION
    const wish = {
      address: AIKO,
      name: '',
      digest: 'morning',
      topics: ['world'],
      hour,
      languages: ['en'],
      format: 'html' as const,
    }
    expect(await subscribe({ store: sending.store, publication: { ...PUBLICATION, hashAddress } }, wish, NOON)).toMatchObject({ ok: false })
    await server.close()
  })
})
