import { readMessage, type ReadMessage } from '../mail/read-message.ts'
import type { Store } from '../store/dialect.ts'
import { findCaught, type CaughtWhole } from '../store/listings/caught-messages.ts'

/** A message that the built-in catcher holds, with what a mail program would show of it. */
export type CaughtMail = CaughtWhole & { message: ReadMessage }

export async function readCaught(store: Store, id: number): Promise<CaughtMail | undefined> {
  const caught = await findCaught(store.db, id)
  return caught && { ...caught, message: await readMessage(caught.raw) }
}
