import type { Instant } from '../domain/instant.ts'
import type { Caught } from '../mail/catcher.ts'
import { readMessage } from '../mail/read-message.ts'
import { insertCaught } from '../store/caught-messages.ts'
import type { Store } from '../store/dialect.ts'

/** Keeps a message that the built-in mail catcher took, for the inbox page. */
export async function keepCaught(store: Store, caught: Caught, receivedAt: Instant): Promise<void> {
  const { subject } = await readMessage(caught.raw)
  await insertCaught(store.db, { ...caught, subject, receivedAt })
}
