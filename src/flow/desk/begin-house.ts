import { checkAddress } from '../../domain/address.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Sign } from '../../domain/signature.ts'
import { writeDeed } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { recordFact } from '../../store/installation.ts'
import { hasPeople, insertPerson, updatePerson } from '../../store/people.ts'
import { faultOfPassword, hashPassword, type PasswordFault } from './password.ts'

export type FirstAdmin = { address: string; name: string; password: string; language: string }

export type Begun = { ok: true; personId: number } | { ok: false; reason: 'bad-address' | 'begun-already' | PasswordFault }

export const isHouseEmpty = async (db: Db): Promise<boolean> => !(await hasPeople(db))

/** Stands in the log of a new installation; whoever is not at its machine shows by it that the log can be read. The same in every process. */
export const setUpWord = (sign: Sign): string => sign('set-up', 'first admin').slice(0, 12)

/** Makes the first admin, as long as nobody works here: of two who try at once, one is told that it has begun already. */
export async function beginHouse(store: Store, { address: given, name, password, language }: FirstAdmin, now: Instant): Promise<Begun> {
  const checked = checkAddress(given)
  if (!checked.ok) return { ok: false, reason: 'bad-address' }
  const { address, canonical } = checked
  const fault = faultOfPassword(password, address)
  if (fault) return { ok: false, reason: fault }
  const passwordHash = await hashPassword(password)
  return store.db.transaction().execute(async (tx): Promise<Begun> => {
    if ((await hasPeople(tx)) || !(await recordFact(tx, 'begun-at', String(now)))) return { ok: false, reason: 'begun-already' }
    const person = await insertPerson(tx, { address, canonical, name: name.trim() || address, role: 'admin', language }, now)
    await updatePerson(tx, person.id, { passwordHash })
    await writeDeed(tx, person, { action: 'house.begin', subject: `person:${person.id}`, after: { address, role: 'admin' } }, now)
    return { ok: true, personId: person.id }
  })
}
