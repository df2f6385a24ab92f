import type { Instant } from '../../domain/instant.ts'
import { writeDeed } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { takeTotpStep, updatePerson, type Person } from '../../store/people.ts'
import { isPassword } from './password.ts'
import { stepOfCode } from './totp.ts'

/** Asks for codes from now on, once the person has shown a right one. */
export async function beginTotp(
  store: Store,
  { person, secret, code }: { person: Person; secret: string; code: string },
  now: Instant,
): Promise<boolean> {
  const step = await stepOfCode(secret, code, now)
  if (step === undefined) return false
  await store.db.transaction().execute(async (tx) => {
    await updatePerson(tx, person.id, { totpSecret: secret })
    await takeTotpStep(tx, person.id, step)
    await writeDeed(tx, person, { action: 'person.totp', subject: `person:${person.id}`, after: { isAsked: true } }, now)
  })
  return true
}

/** Asks for codes no longer; the password must be given for that. */
export async function endTotp(store: Store, { person, password }: { person: Person; password: string }, now: Instant): Promise<boolean> {
  if (!(await isPassword(password, person.passwordHash))) return false
  await store.db.transaction().execute(async (tx) => {
    await updatePerson(tx, person.id, { totpSecret: null })
    await writeDeed(tx, person, { action: 'person.totp', subject: `person:${person.id}`, after: { isAsked: false } }, now)
  })
  return true
}
