import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { id, appendOnly }) => {
  await run(sql`create table people (
    id ${id}, address text not null, canonical text not null unique, name text not null, role text not null, language text not null,
    password_hash text, totp_secret text, totp_step bigint not null default 0, created_at bigint not null, disabled_at bigint)`)
  await run(sql`create table desk_links (
    token_hash text not null primary key, person_id bigint not null references people (id), expires_at bigint not null, used_at bigint)`)
  await run(sql`create table desk_sessions (
    id ${id}, token_hash text not null unique, person_id bigint not null references people (id), created_at bigint not null,
    seen_at bigint not null, ends_at bigint not null, network text not null, browser text not null)`)
  await run(sql`create index desk_sessions_by_person on desk_sessions (person_id)`)
  await run(sql`create table failed_sign_ins (id ${id}, who text not null, at bigint not null)`)
  await run(sql`create index failed_sign_ins_by_who on failed_sign_ins (who, at)`)
  await run(sql`create table api_keys (
    id ${id}, name text not null, key_hash text not null unique, start text not null, scopes text not null,
    made_by bigint not null references people (id), created_at bigint not null, used_at bigint, ended_at bigint)`)
  await run(sql`create table audit (
    id ${id}, at bigint not null, actor_id bigint, actor text not null, action text not null, subject text not null,
    before text, after text)`)
  await run(sql`create index audit_by_subject on audit (subject, id)`)
  for (const statement of appendOnly('audit')) await run(statement)
}
