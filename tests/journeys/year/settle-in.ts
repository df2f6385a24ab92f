import { addDigest } from '../../../src/flow/add-digest.ts'
import { addTopic } from '../../../src/flow/add-topic.ts'
import { subscribe } from '../../../src/flow/subscribe.ts'
import { openWorld, PUBLICATION } from '../../support/world.ts'
import type { Plan } from './plan.ts'
import { DIGESTS, TOPICS, UNKNOWN_ZONE } from './world.ts'

/** Fills an empty database with the topics, digests and readers of the plan. The first reader's zone is none, as only an import by hand makes it. */
export async function settleIn(databaseUrl: string, { settings: { from }, readers }: Plan): Promise<void> {
  await using store = await openWorld(databaseUrl)
  const must = (answer: { ok: boolean }): void => {
    if (!answer.ok) throw new Error(JSON.stringify(answer))
  }
  for (const [slug, parent] of Object.entries(TOPICS))
    must(await addTopic(store, { slug, names: { en: slug }, ...(parent !== undefined && { parent }) }, from))
  for (const digest of DIGESTS) must(await addDigest(store, digest, from))
  for (const { address, format, wishes } of readers)
    for (const [digest, wish] of Object.entries(wishes))
      must(await subscribe({ store, publication: PUBLICATION }, { ...wish, address, format, name: '', digest }, from))
  const first = store.db
    .selectFrom('subscribers')
    .select('id')
    .where('address', '=', readers[0]?.address ?? '')
  const lost = { zone: UNKNOWN_ZONE, minute: 420, weekdays: 127 }
  const { id } = await store.db.insertInto('reader_hours').values(lost).returning('id').executeTakeFirstOrThrow()
  await store.db.updateTable('subscriptions').set({ hour_id: id }).where('subscriber_id', '=', first).execute()
}
