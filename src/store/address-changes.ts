import type { AddressChangeState } from '../domain/address-change.ts'
import type { Whereabouts } from '../domain/consent.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** A reader's wish to get the mails at another address. */
export type AddressChange = {
  id: number
  subscriberId: number
  state: AddressChangeState
  old: { address: string; canonical: string }
  address: string
  canonical: string
  asked: Whereabouts & { at: Instant }
  settledAt: Instant | null
}

export type NewAddressChange = Pick<AddressChange, 'subscriberId' | 'old' | 'address' | 'canonical' | 'asked'>

export async function insertAddressChange(tx: Db, { subscriberId, old, address, canonical, asked }: NewAddressChange): Promise<number> {
  const row = { subscriber_id: subscriberId, state: 'asked' as const, old_address: old.address, old_canonical: old.canonical }
  const when = { asked_at: asked.at, asked_network: asked.network, asked_browser: asked.browser }
  const { id } = await tx
    .insertInto('address_changes')
    .values({ ...row, ...when, address, canonical })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findAddressChange(db: Db, id: number): Promise<AddressChange | undefined> {
  const row = await db.selectFrom('address_changes').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const { subscriber_id, state, old_address, old_canonical, address, canonical } = row
  const asked = { at: row.asked_at, network: row.asked_network, browser: row.asked_browser }
  const old = { address: old_address, canonical: old_canonical }
  return { id, subscriberId: subscriber_id, state, old, address, canonical, asked, settledAt: row.settled_at }
}

/** Moves a wish on, unless somebody else has moved it in the meantime. */
export async function settleAddressChange(
  tx: Db,
  id: number,
  { from, to, at }: { from: AddressChangeState; to: AddressChangeState; at: Instant },
): Promise<boolean> {
  const moved = tx.updateTable('address_changes').set({ state: to, settled_at: at }).where('id', '=', id).where('state', '=', from)
  return (await moved.executeTakeFirst()).numUpdatedRows > 0n
}

/** A newer wish, or none any more, takes the place of those that nobody has confirmed. */
export async function dropAddressChanges(tx: Db, subscriberId: number, at: Instant): Promise<void> {
  await tx
    .updateTable('address_changes')
    .set({ state: 'dropped', settled_at: at })
    .where('subscriber_id', '=', subscriberId)
    .where('state', '=', 'asked')
    .execute()
}

/** How many a reader has asked for since then. */
export async function countAddressChanges(db: Db, subscriberId: number, since: Instant): Promise<number> {
  const { count } = await db
    .selectFrom('address_changes')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('subscriber_id', '=', subscriberId)
    .where('asked_at', '>', since)
    .executeTakeFirstOrThrow()
  return count
}

/** Whether another change was made since this one: then going back to its old address would be to undo that one, too. */
export async function wasChangedSince(db: Db, { subscriberId, id }: Pick<AddressChange, 'subscriberId' | 'id'>): Promise<boolean> {
  const later = db.selectFrom('address_changes').select('id').where('subscriber_id', '=', subscriberId).where('id', '>', id)
  return (await later.where('state', '=', 'made').limit(1).executeTakeFirst()) !== undefined
}

/** Forgets wishes that came to nothing. Addresses that were a reader's own stay known, so that erasing finds what stands under them. */
export async function forgetAddressChanges(db: Db, before: Instant): Promise<number> {
  const passed = db.deleteFrom('address_changes').where('asked_at', '<', before).where('state', 'in', ['asked', 'dropped'])
  return Number((await passed.executeTakeFirst()).numDeletedRows)
}

/** Forgets where somebody was who changed the address; that it was agreed to stands in the log of consents. */
export async function forgetWhereabouts(db: Db, before: Instant): Promise<number> {
  const known = db.updateTable('address_changes').set({ asked_network: '', asked_browser: '' }).where('asked_at', '<', before)
  return Number((await known.where('asked_network', '!=', '').executeTakeFirst()).numUpdatedRows)
}
