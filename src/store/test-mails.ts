import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

export type TestMail = { issueId: number; noticeId: number; personId: number | null }

export async function insertTestMail(tx: Db, { issueId, noticeId, personId }: TestMail, now: Instant): Promise<void> {
  await tx.insertInto('test_mails').values({ issue_id: issueId, notice_id: noticeId, person_id: personId, sent_at: now }).execute()
}

/** How many test mails a person, or the command line, has sent since then. */
export async function countTestMails(db: Db, of: { personId: number | null; since: Instant }): Promise<number> {
  const { count } = await db
    .selectFrom('test_mails')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('person_id', of.personId === null ? 'is' : '=', of.personId)
    .where('sent_at', '>', of.since)
    .executeTakeFirstOrThrow()
  return count
}
