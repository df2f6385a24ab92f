import type { Db } from '../../src/store/dialect.ts'

export type TransactionTimes = {
  /** Milliseconds of the longest since the last time it was asked, the wait for its place on the disk included. */
  longest: () => number
}

/** Takes the time of every transaction of this database, from before its beginning to after its end. */
export function timeTransactions(db: Db): TransactionTimes {
  let longest = 0
  const begin = db.transaction.bind(db)
  db.transaction = () => {
    const transaction = begin()
    const execute = transaction.execute.bind(transaction)
    transaction.execute = async (work) => {
      const startedAt = performance.now()
      try {
        return await execute(work)
      } finally {
        longest = Math.max(longest, performance.now() - startedAt)
      }
    }
    return transaction
  }
  return {
    longest: () => {
      const found = longest
      longest = 0
      return found
    },
  }
}
