import type { DeskRole } from '../../domain/desk-role.ts'
import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import { endSessions } from '../../store/desk-sessions.ts'
import type { Store } from '../../store/dialect.ts'
import { countOtherAdmins, getPerson, updatePerson } from '../../store/people.ts'

export type PersonChanged = { ok: true } | { ok: false; reason: 'unknown' | 'last-admin' }

type Wanted = { personId: number; role?: DeskRole; isDisabled?: boolean }

/**
 * Gives a person another role, shuts the person out (which ends every session), or lets the person in again. The last admin who can sign
 * in stays one.
 */
export async function changePerson(store: Store, wanted: Wanted, by: Actor, now: Instant): Promise<PersonChanged> {
  return store.db.transaction().execute(async (tx): Promise<PersonChanged> => {
    const person = await getPerson(tx, wanted.personId)
    if (!person) return { ok: false, reason: 'unknown' }
    const before = { role: person.role, isDisabled: person.disabledAt !== null }
    const after = { role: wanted.role ?? before.role, isDisabled: wanted.isDisabled ?? before.isDisabled }
    const losesAdmin = person.role === 'admin' && !before.isDisabled && (after.role !== 'admin' || after.isDisabled)
    if (losesAdmin && (await countOtherAdmins(tx, person.id)) === 0) return { ok: false, reason: 'last-admin' }
    await updatePerson(tx, person.id, { role: after.role, disabledAt: after.isDisabled ? (person.disabledAt ?? now) : null })
    if (after.isDisabled) await endSessions(tx, { personId: person.id })
    await writeDeed(tx, by, { action: 'person.change', subject: `person:${person.id}`, before, after }, now)
    return { ok: true }
  })
}
