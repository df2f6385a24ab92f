import { checkAddress } from '../../domain/address.ts'
import type { DeskRole } from '../../domain/desk-role.ts'
import { DAY, HOUR, type Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import { insertDeskLink } from '../../store/desk-links.ts'
import { endSessions } from '../../store/desk-sessions.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { findPerson, insertPerson, updatePerson } from '../../store/people.ts'
import { hashSecretWord, makeSecretWord } from './secret-word.ts'

type WantedPerson = { address: string; name: string; role: DeskRole; language: string }

/** `word` belongs into the link at which the person chooses a password; it is told once and kept nowhere. */
export type Invited =
  { ok: true; personId: number; word: string; goodFor: number } | { ok: false; reason: 'bad-address' | 'there-already' | 'unknown' }

const WELCOME = 7 * DAY
const RECOVERY = HOUR

/** Makes a person who may work at the desk, with a link to choose a password. */
export async function addPerson(store: Store, wanted: WantedPerson, by: Actor, now: Instant): Promise<Invited> {
  const checked = checkAddress(wanted.address)
  if (!checked.ok) return { ok: false, reason: 'bad-address' }
  const { address, canonical } = checked
  return store.db.transaction().execute(async (tx): Promise<Invited> => {
    if (await findPerson(tx, canonical)) return { ok: false, reason: 'there-already' }
    const { id, role, name } = await insertPerson(tx, { ...wanted, address, canonical }, now)
    await writeDeed(tx, by, { action: 'person.add', subject: `person:${id}`, after: { address, name, role } }, now)
    return { ok: true, personId: id, word: await makeLink(tx, id, now + WELCOME), goodFor: WELCOME }
  })
}

/**
 * Lets somebody in again who lost password or authenticator: both are taken away, every session ends, and a link that is good for an hour
 * leads to a new password.
 */
export async function recoverPerson(store: Store, address: string, by: Actor, now: Instant): Promise<Invited> {
  const checked = checkAddress(address)
  return store.db.transaction().execute(async (tx): Promise<Invited> => {
    const person = checked.ok ? await findPerson(tx, checked.canonical) : undefined
    if (!person) return { ok: false, reason: 'unknown' }
    await updatePerson(tx, person.id, { passwordHash: null, totpSecret: null, disabledAt: null })
    await endSessions(tx, { personId: person.id })
    await writeDeed(tx, by, { action: 'person.recover', subject: `person:${person.id}` }, now)
    return { ok: true, personId: person.id, word: await makeLink(tx, person.id, now + RECOVERY), goodFor: RECOVERY }
  })
}

async function makeLink(tx: Db, personId: number, expiresAt: Instant): Promise<string> {
  const word = makeSecretWord()
  await insertDeskLink(tx, { tokenHash: hashSecretWord(word), personId, expiresAt })
  return word
}
