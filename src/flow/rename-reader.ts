import { cleanText } from '../domain/clean-text.ts'
import type { Store } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { getSubscriber, renameSubscriber } from '../store/subscribers.ts'
import { LONGEST_NAME } from './subscribe.ts'

export type Renamed = { ok: true; isNew: boolean } | { ok: false; reason: 'too-long' }

/** Gives a reader the name, or none. */
export async function renameReader(store: Store, subscriberId: number, typed: string): Promise<Renamed> {
  const name = cleanText(typed).trim()
  if ([...name].length > LONGEST_NAME) return { ok: false, reason: 'too-long' }
  return inTransaction(store.db, async (tx) => {
    const { name: known } = await getSubscriber(tx, subscriberId)
    if (known !== name) await renameSubscriber(tx, subscriberId, name)
    return { ok: true, isNew: known !== name }
  })
}
