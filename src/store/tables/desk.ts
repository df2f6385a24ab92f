import type { Generated } from 'kysely'
import type { DeskRole } from '../../domain/desk-role.ts'

/** Who works here, how they get in, and what they did. Of passwords, links, sessions and keys only hashes are kept. */
export type DeskTables = {
  people: {
    id: Generated<number>
    address: string
    canonical: string
    name: string
    role: DeskRole
    language: string
    password_hash: string | null
    totp_secret: string | null
    totp_step: Generated<number>
    created_at: number
    disabled_at: number | null
    zone: string | null
  }
  desk_links: { token_hash: string; person_id: number; expires_at: number; used_at: number | null }
  desk_sessions: {
    id: Generated<number>
    token_hash: string
    person_id: number
    created_at: number
    seen_at: number
    ends_at: number
    network: string
    browser: string
  }
  failed_sign_ins: { id: Generated<number>; who: string; at: number }
  api_keys: {
    id: Generated<number>
    name: string
    key_hash: string
    start: string
    scopes: string
    made_by: number
    created_at: number
    used_at: number | null
    ended_at: number | null
  }
  /** Rows are only ever added: the database itself refuses to change or delete one. */
  audit: {
    id: Generated<number>
    at: number
    actor_id: number | null
    actor: string
    action: string
    subject: string
    before: string | null
    after: string | null
  }
}
