import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'

const ISSUES = 900

const raise = (_: unknown, error: unknown): never => {
  throw error
}

describe.each(eachDatabase)('a story that stood in nine hundred issues before, on $name', ({ url }) => {
  test('still comes to nobody twice: as a digest that rolls has them in ten days', async () => {
    await using store = await openWorld(await url())
    const { db } = store
    await topics(store, 'world')
    const { id } = await digest(store)
    await digest(store, { slug: 'rolling', release: 'rolling' })
    const briefingId = await publish(store, { key: 'told so often' })
    await publish(store, { key: 'new' })
    for (const name of ['rosa', 'david', 'aiko']) await reader(store, `${name}@example.org`)
    const numbers = sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${sql.lit(ISSUES)})`
    await sql`${numbers} insert into issues (digest_id, number, due_at, state, seq_from, seq_to, over_cap, composed_at, addressed_through)
      select ${sql.lit(id + 1)}, i, ${sql.lit(NOON)} + i * ${sql.lit(MINUTE)}, 'addressed', 0, 1, 0, ${sql.lit(NOON)}, 0 from n`.execute(db)
    await sql`insert into issue_stories (issue_id, position, briefing_id, revision) select id, 0, ${sql.lit(briefingId)}, 1 from issues`.execute(
      db,
    )
    // David had it in the first of them, Rosa in the last.
    await sql`insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts)
      select i.id, r.id, 'accepted', 0, 0, 1, 0, '1', 'en', 'html', 1 from issues as i cross join subscribers as r
      where (r.address = 'david@example.org' and i.number = 1) or (r.address = 'rosa@example.org' and i.number = ${sql.lit(ISSUES)})`.execute(
      db,
    )

    await composeDigest(store, 'morning', NOON)
    await approveDue(store, PUBLICATION, NOON, raise)
    await addressDue(store, NOON, raise)
    const given = await db
      .selectFrom('deliveries')
      .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
      .select(['address', 'low'])
      .where('deliveries.state', '=', 'queued')
      .orderBy('address')
      .execute()
    expect(given).toEqual([
      { address: 'aiko@example.org', low: 0b11 },
      { address: 'david@example.org', low: 0b10 },
      { address: 'rosa@example.org', low: 0b10 },
    ])
  })
})
