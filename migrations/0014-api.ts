import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run) => {
  await run(sql`create table answered_requests (
    key_id bigint not null references api_keys (id), word text not null, request_hash text not null, begun_at bigint not null,
    status bigint, answer text,
    primary key (key_id, word))`)
  await run(sql`create index answered_requests_by_time on answered_requests (begun_at)`)
}
