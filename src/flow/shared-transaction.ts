import type { Db } from '../store/dialect.ts'
import { inGroups } from './in-groups.ts'

type Work<Answer> = (tx: Db) => Promise<Answer>

/**
 * Runs work in transactions that it shares with whatever else is to be written in the same turn of the event loop, or while the transaction
 * before is under way: intents and outcomes of many mails cost one journey to the disk. When one fails, all of its work has failed.
 */
export function shareTransactions(db: Db): <Answer>(work: Work<Answer>) => Promise<Answer> {
  const run = inGroups((works: Work<unknown>[]) =>
    db.transaction().execute(async (tx) => {
      const answers: unknown[] = []
      for (const work of works) answers.push(await work(tx))
      return answers
    }),
  )
  return <Answer>(work: Work<Answer>) => run(work) as Promise<Answer>
}
