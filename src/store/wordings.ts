import { createHash } from 'node:crypto'
import type { Wording } from '../domain/consent.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** The id of the very words that somebody saw when agreeing. Their version is a hash of them, so a changed word is another version. */
export async function ensureWording(tx: Db, { language, text }: Wording, now: Instant): Promise<number> {
  const version = createHash('sha256').update(text).digest('hex').slice(0, 12)
  await tx
    .insertInto('wordings')
    .values({ language, version, text, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const found = tx.selectFrom('wordings').select('id').where('language', '=', language).where('version', '=', version)
  return (await found.executeTakeFirstOrThrow()).id
}
