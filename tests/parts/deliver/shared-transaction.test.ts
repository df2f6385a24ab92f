import { describe, expect, test } from 'vitest'
import { shareTransactions } from '../../../src/flow/shared-transaction.ts'
import type { Db } from '../../../src/store/dialect.ts'
import { migrate } from '../../../src/store/migrations.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { eachDatabase } from '../../support/databases.ts'

describe.each(eachDatabase)('what is written in one turn, on $name', ({ url }) => {
  test('is written in one transaction: all of it, or nothing', async () => {
    const store = openStore(await url())
    await migrate(store)
    let transactions = 0
    const begin = store.db.transaction.bind(store.db)
    store.db.transaction = () => (transactions++, begin())
    const inTransaction = shareTransactions(store.db)
    const insert = (name: string) => (tx: Db) => tx.insertInto('counters').values({ name, value: 1 }).execute()

    await Promise.all([inTransaction(insert('aiko')), inTransaction(insert('david'))])
    expect(transactions).toBe(1)
    const failed = await Promise.allSettled([inTransaction(insert('rosa')), inTransaction(insert('aiko'))])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await inTransaction(insert('layla'))

    const names = (await store.db.selectFrom('counters').select('name').execute()).map(({ name }) => name)
    expect(names.filter((name) => ['aiko', 'david', 'rosa', 'layla'].includes(name)).toSorted()).toEqual(['aiko', 'david', 'layla'])
    await store.close()
  })
})
