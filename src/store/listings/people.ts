import type { DeskRole } from '../../domain/desk-role.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'

export type ListedPerson = {
  id: number
  address: string
  name: string
  role: DeskRole
  hasPassword: boolean
  hasTotp: boolean
  sessions: number
  lastSeenAt: Instant | null
  disabledAt: Instant | null
}

/** The people of the desk by name; `search` looks into names and addresses. */
export async function listPeople(db: Db, { search = '' }: { search?: string } = {}): Promise<ListedPerson[]> {
  const rows = await db
    .selectFrom('people')
    .select(['people.id', 'address', 'name', 'role', 'password_hash', 'totp_secret', 'disabled_at'])
    .select((eb) => [
      eb
        .selectFrom('desk_sessions')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('person_id', '=', 'people.id')
        .as('sessions'),
      eb
        .selectFrom('desk_sessions')
        .select(({ fn }) => fn.max('seen_at').as('seen'))
        .whereRef('person_id', '=', 'people.id')
        .as('last_seen'),
    ])
    .where(contains(['name', 'address'], search))
    .orderBy('name')
    .orderBy('people.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    name: row.name,
    role: row.role,
    hasPassword: row.password_hash !== null,
    hasTotp: row.totp_secret !== null,
    sessions: row.sessions ?? 0,
    lastSeenAt: row.last_seen,
    disabledAt: row.disabled_at,
  }))
}
