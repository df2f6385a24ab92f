import { cleanText } from '../../domain/clean-text.ts'
import type { Instant } from '../../domain/instant.ts'
import { checkZone } from '../../domain/time-zone.ts'
import { writeDeed } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { updatePerson, type Person } from '../../store/people.ts'

/** What people say of themselves; an empty zone is UTC. */
export type Profile = { name: string; zone: string; language: string }

export type ProfileChanged = { ok: true } | { ok: false; reason: 'no-name' | 'no-zone' }

const LONGEST_NAME = 80

export async function changeProfile(store: Store, person: Person, wanted: Profile, now: Instant): Promise<ProfileChanged> {
  const name = cleanText(wanted.name)
  const zone = wanted.zone.trim() === '' ? null : (checkZone(wanted.zone) ?? undefined)
  if (name === '' || [...name].length > LONGEST_NAME) return { ok: false, reason: 'no-name' }
  if (zone === undefined) return { ok: false, reason: 'no-zone' }
  const after = { name, zone, language: wanted.language }
  const before = { name: person.name, zone: person.zone, language: person.language }
  await store.db.transaction().execute(async (tx) => {
    await updatePerson(tx, person.id, after)
    await writeDeed(tx, person, { action: 'person.profile', subject: `person:${person.id}`, before, after }, now)
  })
  return { ok: true }
}
