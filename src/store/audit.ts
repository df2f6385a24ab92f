import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** Who changed something: a person at the desk, or a door of the machine itself such as `command line`. */
export type Actor = { id: number | null; name: string }

/** What was done to what: `person.role` to `person:3`, from what to what. Never a password, a token or a key. */
export type Deed = { action: string; subject: string; before?: unknown; after?: unknown }

/** Writes a deed down, inside the transaction that does it. */
export async function writeDeed(tx: Db, actor: Actor, deed: Deed, now: Instant): Promise<void> {
  const { action, subject, before, after } = deed
  await tx
    .insertInto('audit')
    .values({ at: now, actor_id: actor.id, actor: actor.name, action, subject, before: textOf(before), after: textOf(after) })
    .execute()
}

const textOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
