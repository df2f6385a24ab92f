import type { Instant } from '../../domain/instant.ts'
import { DESK_SETTINGS, originOf, type SettingOrigin } from '../../domain/settings.ts'
import type { Db } from '../../store/dialect.ts'
import { readStored } from './read-stored.ts'
import { shownValue, type SettingsTools } from './save-settings.ts'

/** A setting as people may see it: a secret only as being there. */
export type SettingInUse = { name: string; origin: SettingOrigin; value: string | null; changed: { at: Instant; by: string } | undefined }

/** What may be set at the desk, with who has set it. */
export async function listSettingsInUse(db: Db, { environment, seal }: SettingsTools): Promise<SettingInUse[]> {
  const { values, changes } = await readStored(db, seal)
  return DESK_SETTINGS.map((name) => {
    const origin = originOf(name, environment, { ...values, ...(changes[name] && { [name]: values[name] ?? 'unreadable' }) })
    const value = origin === 'environment' ? environment[name] : values[name]
    return { name, origin, value: shownValue(name, value), changed: origin === 'desk' ? changes[name] : undefined }
  })
}
