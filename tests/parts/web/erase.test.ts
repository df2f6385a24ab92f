import { describe, expect, test } from 'vitest'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { keepCaught } from '../../../src/flow/keep-caught.ts'
import { muteTopic } from '../../../src/flow/mute-topic.ts'
import { queueNotice } from '../../../src/flow/queue-notice.ts'
import { subscribe } from '../../../src/flow/subscribe.ts'
import { renewFeedSeries } from '../../../src/store/private-feeds.ts'
import { insertSignUp } from '../../../src/store/sign-ups.ts'
import { ensureWording } from '../../../src/store/wordings.ts'
import { buildServer } from '../../../src/web/build-server.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, PUBLICATION, reader, suppress } from '../../support/world.ts'
import { AT_NOON, openSending, withSend, type Sending } from '../deliver/sending.ts'
import { everythingIn, FORM, optionsOver, tokenOf } from './site.ts'

const AIKO = 'aiko@tokyo.example'
const REFUSAL = `550 5.1.1 <${AIKO}>: Recipient address rejected`

/**
 * What becomes of every table that knows a person: whether erasing empties it of that person, and under which name the file of all that is
 * held shows it. A table that is not here, has no row of Aiko's below, or is forgotten by one of the two, fails.
 */
const TABLES: Record<string, { erased: boolean; shown: string | null }> = {
  subscribers: { erased: true, shown: 'traces.profile' },
  subscriptions: { erased: true, shown: 'traces.subscriptions' },
  topic_mutes: { erased: true, shown: 'traces.mutes' },
  choices: { erased: true, shown: 'choices' },
  arrears: { erased: true, shown: 'traces.arrears' },
  address_changes: { erased: true, shown: 'traces.addressChanges' },
  consents: { erased: true, shown: 'consents' },
  sign_ups: { erased: true, shown: 'traces.signUps' },
  deliveries: { erased: true, shown: 'mails' },
  attempts: { erased: true, shown: 'traces.attempts' },
  delivery_news: { erased: true, shown: 'traces.reports' },
  soft_failures: { erased: true, shown: 'traces.softFailures' },
  held_suppressions: { erased: true, shown: 'traces.held' },
  notices: { erased: true, shown: 'traces.notices' },
  bulk_changes: { erased: true, shown: 'traces.bulkChanges' },
  private_feeds: { erased: true, shown: 'traces.privateFeeds' },
  // One row stays, of which only the keyed hash is left.
  suppressions: { erased: true, shown: 'traces.suppressions' },
  suppression_log: { erased: true, shown: 'traces.suppressionLog' },
  // Whole mails: what stood in them is shown with each of them; what nobody could place is nobody's until somebody looks.
  caught_messages: { erased: true, shown: null },
  unmatched_reports: { erased: true, shown: null },
  // Who works here, which is another matter than who reads.
  people: { erased: false, shown: null },
}

const PERSONAL = /^(subscriber_id|delivery_id|canonical|address|mailbox|recipient|rcpt_to)$/

/** By table, how many rows are about Aiko: by the number, by a delivery, or by an address. */
async function rowsAbout({ store: { db } }: Sending): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { name, columns } of await db.introspection.getTables()) {
    const personal = columns.map((column) => column.name).filter((column) => PERSONAL.test(column))
    if (personal.length === 0) continue
    const rows = await db
      .selectFrom(name as 'notices')
      .selectAll()
      .execute()
    const isAbout = (row: Record<string, unknown>): boolean => {
      const id = name === 'subscribers' ? row.id : row.subscriber_id
      return id === 1 || row.delivery_id === 1 || /aiko/i.test(JSON.stringify(personal.map((column) => row[column])))
    }
    counts[name] = rows.filter(isAbout).length
  }
  return counts
}

/** Everything that can be known of Aiko, who has moved here from an older address; David is there as well. */
async function knowAiko(sending: Sending): Promise<string> {
  const { store } = sending
  const { db } = store
  await db.updateTable('subscribers').set({ name: 'Aiko Tanaka' }).where('canonical', '=', AIKO).execute()
  await reader(store, 'david@london.example')
  await muteTopic(store, { subscriberId: 1, by: 'page', now: NOON }, { topicId: 1, until: null })
  const content = { subject: 's', heading: 'h', paragraphs: [], remarks: [] }
  await queueNotice(db, { kind: 'welcome', address: AIKO, canonical: AIKO, language: 'en', content }, NOON)
  await keepCaught(store, { mailFrom: 'b@x.example', rcptTo: AIKO, raw: Buffer.from(`To: <${AIKO}>\r\n\r\nHello`) }, NOON)
  const changed = { subscriber_id: 1, state: 'made' as const, old_address: 'Aiko@old.example', old_canonical: 'aiko@old.example' }
  const where = { asked_at: NOON, asked_network: '192.0.2.1', asked_browser: 'Netscape', settled_at: NOON }
  await db
    .insertInto('address_changes')
    .values({ ...changed, ...where, address: AIKO, canonical: AIKO })
    .execute()
  await db
    .updateTable('issues')
    .set({ held_reason: `the last with "${REFUSAL}"`, held_at: NOON })
    .execute()
  await renewFeedSeries(db, 1, NOON)
  await hearOfAiko(sending)
  return tokenOf(store, AIKO)
}

/** What others said of Aiko's mailbox, and what was done about it. */
async function hearOfAiko({ store: { db } }: Sending): Promise<void> {
  const wish = { digestId: 1, choices: { topicIds: [1], hour: AT_NOON, languages: ['en'], format: 'html' as const }, language: 'en' }
  const whose = { address: AIKO, canonical: AIKO, mailbox: AIKO, name: 'Aiko Tanaka', how: 'form' as const, networkGroup: '192.0.2.0/24' }
  const wordingId = await ensureWording(db, { language: 'en', text: 'You may.' }, NOON)
  await insertSignUp(db, { ...wish, ...whose, wordingId, asked: { network: '192.0.2.1', browser: 'Netscape', at: NOON } })
  const owed = { subscriber_id: 1, digest_id: 1, topic_id: 1, seq_from: 1, seq_to: null, most: null, from_at: NOON, made_at: NOON }
  await db
    .insertInto('arrears')
    .values({ ...owed, issue_id: null })
    .execute()
  const tried = {
    delivery_id: 1,
    number: 1,
    outcome: 'deferred',
    started_at: NOON,
    ended_at: NOON,
    reply_code: 450,
    enhanced_code: '4.2.1',
  }
  const hashed = { reply: `450 4.2.1 <${AIKO}> later`, relay: 'mail.example', fault: null, dated_at: null, message_hash: null }
  await db
    .insertInto('attempts')
    .values({ ...tried, ...hashed })
    .execute()
  const run = {
    state: 'done' as const,
    action: '{}',
    filter: '',
    subscriber_ids: null,
    expected: 1,
    through_id: 1,
    reached_id: 1,
    actor: 'Rosa',
  }
  const counts = { looked_at: 1, changed: 1, passed_over: 0, put_back: 0, left_alone: 0, created_at: NOON, attempts: 0 }
  await db
    .insertInto('bulk_runs')
    .values({ ...run, ...counts })
    .execute()
  await db.insertInto('bulk_changes').values({ run_id: 1, subscriber_id: 1, before: '{}', after: '{}' }).execute()
  const said = { reason: 'mailbox-gone', follows: 'failure', reply_code: '550', status: '5.1.1', rule: 'r', text: REFUSAL, via: 'smtp' }
  await db
    .insertInto('delivery_news')
    .values({ delivery_id: 1, kind: 'failed', heard_at: NOON, class: 'hard', provider: null, ...said })
    .execute()
  await db.insertInto('soft_failures').values({ canonical: AIKO, delivery_id: 1, failed_at: NOON, heard: 'answer' }).execute()
  const held = { receiver: 'tokyo.example', canonical: AIKO, delivery_id: 1, note: REFUSAL, heard: 'answer' as const, held_at: NOON }
  await db.insertInto('held_suppressions').values(held).execute()
  await suppress(db, AIKO, 'soft')
  const kept = { received_at: NOON, via: 'smtp', provider: null, recipient: 'b@x.example', why: 'forged', bytes: 1 }
  await db
    .insertInto('unmatched_reports')
    .values({ ...kept, recipient: `bounce+${AIKO}`, raw: Buffer.from(`Final-Recipient: rfc822; ${AIKO}`) })
    .execute()
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

  test('every table that knows a person has a rule: it is shown in the file of all that is held, and emptied by erasing', async () => {
    await using sending = await openSending(await url())
    const token = await knowAiko(sending)
    const server = await siteOver(sending)
    const before = await rowsAbout(sending)
    expect(Object.keys(before).sort(), 'a new table about people needs a rule').toEqual(Object.keys(TABLES).sort())
    const erased = Object.entries(TABLES).filter(([, rule]) => rule.erased)
    expect(erased.filter(([name]) => before[name] === 0).map(([name]) => name)).toEqual([])
    const file = (await server.inject(`/p/${token}/data.json`)).json<Record<string, Record<string, unknown>>>()
    for (const [name, { shown }] of Object.entries(TABLES)) {
      const [kind = '', part] = shown?.split('.') ?? []
      const held = part === undefined ? file[kind] : file[kind]?.[part]
      if (shown !== null) expect(held, name).toHaveLength(before[name] ?? 0)
    }
    await server.inject({ method: 'POST', url: `/p/${token}/erase`, headers: FORM, payload: 'confirm=yes' })
    const after = await rowsAbout(sending)
    expect(erased.filter(([name]) => after[name] !== 0).map(([name]) => name)).toEqual([])
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
