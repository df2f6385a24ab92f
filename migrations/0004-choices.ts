import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { id }) => {
  await run(sql`create table address_changes (
    id ${id}, subscriber_id bigint not null references subscribers (id), state text not null,
    old_address text not null, old_canonical text not null, address text not null, canonical text not null,
    asked_at bigint not null, asked_network text not null, asked_browser text not null, settled_at bigint)`)
  await run(sql`create index address_changes_by_subscriber on address_changes (subscriber_id)`)
}
