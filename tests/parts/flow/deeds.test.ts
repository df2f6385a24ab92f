import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { beginBulk, undoBulk } from '../../../src/flow/lists/bulk.ts'
import { approveIssue } from '../../../src/flow/approve-issue.ts'
import { askNewAddress } from '../../../src/flow/ask-new-address.ts'
import { changeCalendar } from '../../../src/flow/change-calendar.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { asDeed } from '../../../src/flow/desk/as-deed.ts'
import { editDigest } from '../../../src/flow/edit-digest.ts'
import { editTopic } from '../../../src/flow/edit-topic.ts'
import { importSuppressions } from '../../../src/flow/import-suppressions.ts'
import { sendNow } from '../../../src/flow/issues/send-now.ts'
import { sendTest } from '../../../src/flow/issues/send-test.ts'
import { mergeTopics } from '../../../src/flow/merge-topics.ts'
import { renameReader } from '../../../src/flow/rename-reader.ts'
import { retryDeliveries } from '../../../src/flow/retry-deliveries.ts'
import { settleDoubtful } from '../../../src/flow/settle-doubtful.ts'
import { settleManyDoubtful } from '../../../src/flow/settle-many-doubtful.ts'
import { suppressByHand } from '../../../src/flow/suppress-by-hand.ts'
import { ALL_READERS } from '../../../src/domain/reader-filter.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { NOON, publish, PUBLICATION } from '../../support/world.ts'
import { openFurnished } from '../desk/furnished-site.ts'
import { everythingIn } from '../web/site.ts'

const ROSA = { id: null, name: 'Rosa' }
const BY = { actor: ROSA, now: NOON }
const FROM = { network: '192.0.2.0/24', browser: 'Firefox' }

/** What people do, as far as it is more than one statement. */
const DEEDS: Record<string, (store: Store) => Promise<unknown>> = {
  'a reader is renamed': (store) =>
    asDeed({ store, publication: PUBLICATION }, { action: 'subscriber.rename', subject: 'subscriber:1', ...BY }, (inside) =>
      renameReader(inside.store, 1, 'Akiko'),
    ),
  'a reader is asked at another address': (store) =>
    asDeed({ store, publication: PUBLICATION }, { action: 'subscriber.move', subject: 'subscriber:1', ...BY }, (inside) =>
      askNewAddress(inside.store, PUBLICATION, { subscriberId: 1, address: 'aiko@osaka.example', language: 'en', from: FROM }, NOON),
    ),
  'a topic is renamed': (store) => editTopic(store, { topic: 'world', edit: { slug: 'globe', names: { en: 'Globe' } } }, ROSA, NOON),
  'a topic is moved below another': (store) => editTopic(store, { topic: 'sport', edit: { parent: 'world', position: 3 } }, ROSA, NOON),
  'topics are merged': (store) => mergeTopics(store, { from: 'sport', into: 'world' }, ROSA, NOON),
  'a digest is changed': (store) => editDigest(store, 'morning', { cap: 3 }, NOON, ROSA),
  'dates are left out': (store) =>
    changeCalendar(store, { what: 'add', calendar: 'holidays', dates: ['2026-04-01'], note: '' }, ROSA, NOON),
  'an issue is cut': (store) => composeDigest(store, 'morning', NOON + 60_000, ROSA),
  'an issue is approved': (store) => approveIssue(store, { issueId: 2, by: ROSA, releaseAt: NOON }, PUBLICATION, NOON),
  'an issue is sent at once': (store) => sendNow(store, { issueId: 1 }, ROSA, { publication: PUBLICATION, now: NOON }),
  'a test mail is sent': (store) =>
    sendTest(store, { issueId: 1, as: 'aiko@tokyo.example', to: ['rosa@post.example'] }, ROSA, { publication: PUBLICATION, now: NOON }),
  'a doubtful mail is settled': (store) => settleDoubtful(store, { id: 1, verdict: 'accepted' }, NOON, ROSA),
  'all doubtful mails are settled': (store) => settleManyDoubtful(store, { which: { issueId: null }, verdict: 'again' }, ROSA, NOON),
  'refused mails are queued again': (store) => retryDeliveries(store, { issueId: 1, state: 'refused' }, NOON, ROSA),
  'an address is suppressed': (store) =>
    suppressByHand({ store, publication: PUBLICATION }, { address: 'aiko@tokyo.example', note: 'asked', by: 'Rosa' }, NOON, ROSA),
  'a table of suppressions is taken in': (store) =>
    importSuppressions({ store, publication: PUBLICATION }, { bytes: Buffer.from('email\ngone@post.example\n'), note: '', by: ROSA }, NOON),
  'a bulk action begins': (store) =>
    beginBulk(store, { target: { filter: ALL_READERS, subscriberIds: null }, action: { kind: 'leave', digestId: null } }, BY),
  'a bulk action is undone': (store) => undoBulk(store, 1, BY),
}

test('what cannot be written down is not done: no deed is left without its line in the log, and no line without its deed', async () => {
  await using site = await openFurnished()
  const { store } = site
  await publish(store, { key: 'river' })
  await composeDigest(store, 'morning', NOON + 1, ROSA)
  await publish(store, { key: 'bread' })
  await store.db.updateTable('bulk_runs').set({ state: 'done' }).execute()
  for (const [what, act] of Object.entries(DEEDS)) {
    await store.db
      .updateTable('deliveries')
      .set({ state: what.startsWith('refused') ? 'refused' : what.includes('sent at once') ? 'queued' : 'doubtful' })
      .execute()
    await sql`alter table audit rename to lost_log`.execute(store.db)
    const before = await everythingIn(site)
    const answer = await act(store).catch((error: unknown) => String(error))
    expect([what, answer]).toEqual([what, expect.stringContaining('audit') as string])
    expect([what, await everythingIn(site)]).toEqual([what, before])
    await sql`alter table lost_log rename to audit`.execute(store.db)
    const lines = async (): Promise<number> => (await store.db.selectFrom('audit').select('id').execute()).length
    const known = await lines()
    await act(store)
    expect([what, await lines()]).toEqual([what, known + 1])
  }
})
