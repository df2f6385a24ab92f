import type { Instant } from '../../domain/instant.ts'
import { isDeskSetting } from '../../domain/settings.ts'
import type { Db } from '../../store/dialect.ts'
import { findSettingsVersion, listSettings } from '../../store/settings.ts'
import type { Seal } from './seal.ts'

/** What is set at the desk: the values, who changed them last, and which cannot be read any more. */
export type Stored = {
  version: string
  values: Record<string, string>
  changes: Record<string, { at: Instant; by: string }>
  mistakes: string[]
}

/** Reads what is set at the desk. The version is read first: what is saved meanwhile is then taken up once more, and not missed. */
export async function readStored(db: Db, seal: Seal): Promise<Stored> {
  const version = await findSettingsVersion(db)
  const stored: Stored = { version, values: {}, changes: {}, mistakes: [] }
  for (const { key, value, changedAt, changedBy } of await listSettings(db)) {
    // One of a newer Broadsheet is left alone.
    if (!isDeskSetting(key)) continue
    const text = textOf(JSON.parse(value), key, seal)
    if (text === undefined) stored.mistakes.push(`${key}: ${UNREADABLE}`)
    else stored.values[key] = text
    stored.changes[key] = { at: changedAt, by: changedBy }
  }
  return stored
}

const UNREADABLE =
  'it was sealed with another secret of this installation. Put that one into SECRET_PREVIOUS, or drop the value with "settings forget" and set it anew'

/** A value as it is stored, and back. */
export const storedText = (name: string, text: string, seal: Seal | undefined): string =>
  JSON.stringify(seal ? { sealed: seal.close(name, text) } : text)

function textOf(value: unknown, name: string, seal: Seal): string | undefined {
  if (typeof value === 'string') return value
  const { sealed } = value as { sealed: string }
  return seal.open(name, sealed)
}
