import type { DeskRole } from '../domain/desk-role.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

/** Somebody who works at the desk. */
export type Person = {
  id: number
  address: string
  name: string
  role: DeskRole
  language: string
  passwordHash: string | null
  totpSecret: string | null
  /** The time step of the last code that was taken: each is taken once. */
  totpStep: number
  disabledAt: Instant | null
  /** In which times of day are shown at the desk; null: UTC. */
  zone: string | null
}

export async function findPerson(db: Db, canonical: string): Promise<Person | undefined> {
  const row = await db.selectFrom('people').selectAll().where('canonical', '=', canonical).executeTakeFirst()
  return row && personOf(row)
}

export async function getPerson(db: Db, id: number): Promise<Person | undefined> {
  const row = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst()
  return row && personOf(row)
}

export type NewPerson = { address: string; canonical: string; name: string; role: DeskRole; language: string }

export async function insertPerson(tx: Db, person: NewPerson, now: Instant): Promise<Person> {
  const empty = { password_hash: null, totp_secret: null, disabled_at: null }
  const row = await tx
    .insertInto('people')
    .values({ ...person, ...empty, created_at: now })
    .returningAll()
    .executeTakeFirstOrThrow()
  return personOf(row)
}

export type PersonChange = Partial<Pick<Person, 'name' | 'role' | 'language' | 'passwordHash' | 'totpSecret' | 'disabledAt' | 'zone'>>

export async function updatePerson(tx: Db, id: number, change: PersonChange): Promise<void> {
  const { passwordHash, totpSecret, disabledAt, ...same } = change
  const columns = {
    ...same,
    ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
    ...(totpSecret === undefined ? {} : { totp_secret: totpSecret, totp_step: 0 }),
    ...(disabledAt === undefined ? {} : { disabled_at: disabledAt }),
  }
  if (Object.keys(columns).length > 0) await tx.updateTable('people').set(columns).where('id', '=', id).execute()
}

/** Takes a code's time step, once: told false when this one or a later one was taken before. */
export async function takeTotpStep(db: Db, id: number, step: number): Promise<boolean> {
  const result = await db
    .updateTable('people')
    .set({ totp_step: step })
    .where('id', '=', id)
    .where('totp_step', '<', step)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Whether anybody works here at all. */
export async function hasPeople(db: Db): Promise<boolean> {
  return (await db.selectFrom('people').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Admins who can sign in, besides one. */
export async function countOtherAdmins(db: Db, id: number): Promise<number> {
  const { count } = await db
    .selectFrom('people')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('id', '<>', id)
    .executeTakeFirstOrThrow()
  return count
}

function personOf(row: Row<'people'>): Person {
  const { id, address, name, role, language } = row
  return {
    id,
    address,
    name,
    role,
    language,
    passwordHash: row.password_hash,
    totpSecret: row.totp_secret,
    totpStep: row.totp_step,
    disabledAt: row.disabled_at,
    zone: row.zone,
  }
}
