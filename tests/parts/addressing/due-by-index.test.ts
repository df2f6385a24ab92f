import { CompiledQuery, sql, type KyselyPlugin, type RootOperationNode } from 'kysely'
import { describe, expect, test } from 'vitest'
import { addressIssue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDue } from '../../../src/flow/compose-issue.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findIssue, listIssuesIn } from '../../../src/store/issues.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, openWorld, publish, PUBLICATION, topics } from '../../support/world.ts'

const READERS = 20_000
const HOURS = 400
const SEVEN = at('2026-03-11T07:00:00Z')

// For whom the first row will do, PostgreSQL may look where it likes.
const WALK = { SQLite: /SCAN (s|subscriptions)\b/, PostgreSQL: /(?<!Limit[^\n]*\n\s*->\s*)Seq Scan on subscriptions/ }

/** Readers of the digest, spread over as many hours as there are minutes from midnight on; 07:00 is among them. */
async function furnish({ db }: Store, digestId: number): Promise<void> {
  const numbers = (count: number) => sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${sql.lit(count)})`
  await sql`${numbers(HOURS)} insert into reader_hours (zone, minute, weekdays) select 'UTC', 419 + i, 127 from n`.execute(db)
  await sql`insert into language_lists (languages) values ('en')`.execute(db)
  await sql`${numbers(READERS)} insert into subscribers (address, canonical, name, created_at)
    select 'r' || i || '@x.example', 'r' || i || '@x.example', '', 0 from n`.execute(db)
  await sql`insert into subscriptions (digest_id, subscriber_id, state, hour_id, language_list_id, format, topics, created_at)
    select ${sql.lit(digestId)}, r.id, 'active', h.first + r.id % ${sql.lit(HOURS)}, (select min(id) from language_lists), 'html', '1', 0
    from subscribers as r cross join (select min(id) as first from reader_hours) as h`.execute(db)
  await sql`analyze`.execute(db)
}

/** Runs the work, and gives back how the database goes about each of its queries that is about subscriptions. */
async function plansOf(store: Store, name: keyof typeof WALK, work: (store: Store) => Promise<unknown>): Promise<string[]> {
  const nodes: RootOperationNode[] = []
  const listening: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node)
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  await work({ ...store, db: store.db.withPlugin(listening) })
  const plans = []
  for (const node of nodes) {
    const query = store.db.getExecutor().compileQuery(node, { queryId: 'plan' })
    if (!/^\s*select/i.test(query.sql) || !query.sql.includes('subscriptions')) continue
    const explain = name === 'SQLite' ? 'explain query plan ' : 'explain '
    const { rows } = await store.db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(explain + query.sql, [...query.parameters]))
    plans.push(rows.map((row) => String(row['detail'] ?? row['QUERY PLAN'])).join('\n'))
  }
  return plans
}

describe.each(eachDatabase)('who is due in a quarter of an hour, on $name', ({ name, url }) => {
  test('is looked up in an index by the few hours that come round; nobody walks over all readers', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    const { id } = await digest(store, { slug: 'rolling', release: 'rolling' })
    await furnish(store, id)
    await publish(store, { key: 'news' }, NOON)
    const raise = (_: unknown, error: unknown): never => {
      throw error
    }
    const composing = await plansOf(store, name, (listening) => composeDue(listening, SEVEN, raise))
    await approveDue(store, PUBLICATION, SEVEN, raise)
    const [approved] = await listIssuesIn(store.db, 'approved')
    const issue = approved && (await findIssue(store.db, approved.id))
    if (!issue) throw new Error('No issue was cut')
    const addressing = await plansOf(store, name, (listening) => addressIssue(listening, issue, { now: SEVEN }))
    for (const plans of [composing, addressing]) {
      expect(plans.filter((plan) => plan.includes('subscriptions_by_hour')).length).toBeGreaterThan(0)
      for (const plan of plans) expect(plan).not.toMatch(WALK[name])
    }
    const { due } = await store.db
      .selectFrom('deliveries')
      .select((of) => of.fn.countAll<number>().as('due'))
      .executeTakeFirstOrThrow()
    expect(due).toBe((READERS / HOURS) * 15)
  })
})
