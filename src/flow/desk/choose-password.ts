import type { Instant } from '../../domain/instant.ts'
import { writeDeed } from '../../store/audit.ts'
import { findDeskLink, useDeskLink } from '../../store/desk-links.ts'
import { endSessions } from '../../store/desk-sessions.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { getPerson, updatePerson, type Person } from '../../store/people.ts'
import { faultOfPassword, hashPassword, isPassword, type PasswordFault } from './password.ts'
import { hashSecretWord } from './secret-word.ts'

export type PasswordChosen = { ok: true } | { ok: false; reason: PasswordFault | 'link-is-over' | 'wrong-password' }

/** Whom a link was made for, as long as it is good. */
export async function findInvited(db: Db, word: string, now: Instant): Promise<Person | undefined> {
  const link = await findDeskLink(db, hashSecretWord(word), now)
  return link && getPerson(db, link.personId)
}

/** Chooses the password by a link, which is used up by that. */
export async function choosePassword(
  store: Store,
  { word, password }: { word: string; password: string },
  now: Instant,
): Promise<PasswordChosen> {
  const person = await findInvited(store.db, word, now)
  if (!person) return { ok: false, reason: 'link-is-over' }
  const fault = faultOfPassword(password, person.address)
  if (fault) return { ok: false, reason: fault }
  const passwordHash = await hashPassword(password)
  return store.db.transaction().execute(async (tx): Promise<PasswordChosen> => {
    if (!(await useDeskLink(tx, hashSecretWord(word), now))) return { ok: false, reason: 'link-is-over' }
    await updatePerson(tx, person.id, { passwordHash })
    await endSessions(tx, { personId: person.id })
    await writeDeed(tx, person, { action: 'person.password', subject: `person:${person.id}` }, now)
    return { ok: true }
  })
}

type Change = { person: Person; sessionId: number; current: string; password: string }

/** Changes the password of somebody who is in. All other sessions of the person end. */
export async function changePassword(
  store: Store,
  { person, sessionId, current, password }: Change,
  now: Instant,
): Promise<PasswordChosen> {
  if (!(await isPassword(current, person.passwordHash))) return { ok: false, reason: 'wrong-password' }
  const fault = faultOfPassword(password, person.address)
  if (fault) return { ok: false, reason: fault }
  const passwordHash = await hashPassword(password)
  await store.db.transaction().execute(async (tx) => {
    await updatePerson(tx, person.id, { passwordHash })
    await endSessions(tx, { personId: person.id, butNot: sessionId })
    await writeDeed(tx, person, { action: 'person.password', subject: `person:${person.id}` }, now)
  })
  return { ok: true }
}
