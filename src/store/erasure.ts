import { sql } from 'kysely'
import type { Db } from './dialect.ts'
import { forgetEndedFiles } from './lists/imports.ts'
import { contains } from './listings/contains.ts'

/** Whom to forget: the number, and every address that the person has had here. */
export type Forgotten = { subscriberId: number; addresses: { address: string; canonical: string }[] }

/** Every address that a person has had here, the present one first. */
export async function listAddressesOf(tx: Db, subscriberId: number): Promise<Forgotten['addresses']> {
  const now = await tx.selectFrom('subscribers').select(['address', 'canonical']).where('id', '=', subscriberId).execute()
  const changes = tx.selectFrom('address_changes').where('subscriber_id', '=', subscriberId).where('state', 'in', ['made', 'taken-back'])
  const rows = await changes.select(['address', 'canonical', 'old_address', 'old_canonical']).execute()
  const before = rows.flatMap((row) => [row, { address: row.old_address, canonical: row.old_canonical }])
  const all = [...now, ...before].map(({ address, canonical }) => ({ address, canonical }))
  return [...new Map(all.map((one) => [`${one.canonical} ${one.address}`, one])).values()]
}

/**
 * Deletes everything about a person from all tables, what is in the hands of senders included: a delivery that is gone is never sent
 * after its last word (markPosting), and what servers still say of it is passed over.
 */
export async function eraseEverything(tx: Db, { subscriberId, addresses }: Forgotten): Promise<void> {
  const canonicals = addresses.map(({ canonical }) => canonical)
  await eraseDeliveries(tx, subscriberId)
  for (const table of OF_SUBSCRIBER) await tx.deleteFrom(table).where('subscriber_id', '=', subscriberId).execute()
  for (const table of OF_ADDRESS) await tx.deleteFrom(table).where('canonical', 'in', canonicals).execute()
  await eraseRaw(tx, addresses)
  await eraseReasons(tx, addresses)
  await forgetEndedFiles(tx)
  for (const { address } of addresses)
    await tx
      .deleteFrom('answered_requests')
      .where(contains(['answer'], address))
      .execute()
  await tx.deleteFrom('subscribers').where('id', '=', subscriberId).execute()
}

const OF_SUBSCRIBER = ['subscriptions', 'topic_mutes', 'choices', 'arrears', 'consents', 'address_changes', 'bulk_changes'] as const
const OF_ADDRESS = ['sign_ups', 'notices', 'soft_failures', 'held_suppressions'] as const

// By issue and reader together, as deliveries are found.
async function eraseDeliveries(tx: Db, subscriberId: number): Promise<void> {
  const own = tx
    .selectFrom('deliveries')
    .select('id')
    .where('subscriber_id', '=', subscriberId)
    .where('issue_id', 'in', tx.selectFrom('issues').select('id'))
  const ids = (await own.execute()).map(({ id }) => id)
  if (ids.length === 0) return
  for (const table of ['attempts', 'delivery_news'] as const) await tx.deleteFrom(table).where('delivery_id', 'in', ids).execute()
  await tx.deleteFrom('deliveries').where('id', 'in', ids).execute()
}

const AT_ONCE = 100

/** Whole mails that are kept: those of the built-in catcher, and reports that nobody could place. */
async function eraseRaw(tx: Db, addresses: Forgotten['addresses']): Promise<void> {
  const words = addresses.flatMap(({ address, canonical }) => [address.toLowerCase(), canonical])
  for (const [table, recipient] of KEPT_WHOLE) {
    for (let after = 0, read = AT_ONCE; read === AT_ONCE;) {
      const { rows } = await sql<{ id: number; recipient: string; raw: Uint8Array }>`
        select id, ${sql.ref(recipient)} as recipient, raw from ${sql.table(table)} where id > ${after} order by id limit ${AT_ONCE}`.execute(
        tx,
      )
      const names = (text: string): boolean => words.some((word) => text.toLowerCase().includes(word))
      const found = rows.filter((row) => names(row.recipient) || names(Buffer.from(row.raw).toString('utf8'))).map(({ id }) => id)
      if (found.length > 0) await tx.deleteFrom(table).where('id', 'in', found).execute()
      read = rows.length
      after = rows.at(-1)?.id ?? after
    }
  }
}

const KEPT_WHOLE = [
  ['caught_messages', 'rcpt_to'],
  ['unmatched_reports', 'recipient'],
] as const

/** What servers said of others, or of us, may name an address. */
async function eraseReasons(tx: Db, addresses: Forgotten['addresses']): Promise<void> {
  for (const { address } of addresses) {
    const without = sql<string>`replace(reason, ${address}, '…')`
    await tx.updateTable('paces').set({ reason: without }).where('reason', 'like', `%${address}%`).execute()
    await tx
      .updateTable('issues')
      .set({ held_reason: sql<string>`replace(held_reason, ${address}, '…')` })
      .where('held_reason', 'like', `%${address}%`)
      .execute()
  }
}
