import type { Instant } from '../../domain/instant.ts'
import { isDeskSetting, isSecretSetting, originOf, type DeskSetting, type SettingValues } from '../../domain/settings.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import { markPagesChanged } from '../../store/counters.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { dropSetting, findSettingsVersion, putSetting, setSettingsVersion } from '../../store/settings.ts'
import { readStored, storedText } from './read-stored.ts'
import type { Seal } from './seal.ts'

/** What the settings of the desk are kept and judged with. */
export type SettingsTools = {
  /** What the environment sets: its word is the last. */
  environment: SettingValues
  seal: Seal
  /** Judges settings as the start of the program does. */
  check: (stored: SettingValues) => { mistakes: string[]; warnings: string[] }
  /** Makes this process go on with what was saved; the others see it at their next sign of life. */
  takeUp: () => Promise<void>
}

/** What each is to be; null: what it is without. */
export type SettingsChange = Partial<Record<DeskSetting, string | null>>

export type SettingsSaved = { ok: true; warnings: string[] } | { ok: false; mistakes: string[] }

/** Saves settings all together or not at all, writes down who did it, and takes them up. */
export async function saveSettings(
  { store, tools }: { store: Store; tools: SettingsTools },
  change: SettingsChange,
  by: Actor,
  now: Instant,
): Promise<SettingsSaved> {
  const foreign = Object.keys(change).flatMap((name) => faultOfName(name, tools.environment))
  if (foreign.length > 0) return { ok: false, mistakes: foreign }
  const saved = await store.db.transaction().execute((tx) => write(tx, { tools, change, by, now }))
  if (saved.ok) await tools.takeUp()
  return saved
}

function faultOfName(name: string, environment: SettingValues): string[] {
  if (!isDeskSetting(name)) return [`${name}: it is set in the environment alone; .env.example explains it`]
  return originOf(name, environment, {}) === 'environment'
    ? [`${name}: the environment sets it, and its word is the last; change it there`]
    : []
}

type Writing = { tools: SettingsTools; change: SettingsChange; by: Actor; now: Instant }

async function write(tx: Db, { tools, change, by, now }: Writing): Promise<SettingsSaved> {
  // Written as it is, so that of two who save at once the second judges what the first has saved.
  const version = await findSettingsVersion(tx)
  await setSettingsVersion(tx, version)
  const { values, changes, mistakes } = await readStored(tx, tools.seal)
  const wanted = Object.entries(change).map(([name, text]) => [name, text?.trim() || undefined] as const)
  const next: SettingValues = { ...values, ...Object.fromEntries(wanted) }
  const judged = tools.check(next)
  const unreadable = mistakes.filter((mistake) => !(mistake.slice(0, mistake.indexOf(':')) in change))
  if (judged.mistakes.length + unreadable.length > 0) return { ok: false, mistakes: [...unreadable, ...judged.mistakes] }
  const changed = wanted.filter(([name, text]) => text !== values[name] || (text === undefined && changes[name] !== undefined))
  if (changed.length === 0) return { ok: true, warnings: judged.warnings }
  for (const [key, text] of changed) {
    if (text === undefined) await dropSetting(tx, key)
    else await putSetting(tx, { key, ...valueOf(key, text, tools), changedAt: now, changedBy: by.name })
  }
  const told = (from: SettingValues): object => Object.fromEntries(changed.map(([name]) => [name, shownValue(name, from[name])]))
  await writeDeed(tx, by, { action: 'settings.change', subject: 'settings', before: told(values), after: told(next) }, now)
  await setSettingsVersion(tx, `${Number(version) + 1}`)
  await markPagesChanged(tx, now)
  return { ok: true, warnings: judged.warnings }
}

const valueOf = (key: string, text: string, { seal }: SettingsTools): { value: string } => ({
  value: storedText(key, text, isSecretSetting(key) ? seal : undefined),
})

/** A value as people may see it. */
export const shownValue = (name: string, text: string | undefined): string | null =>
  text === undefined ? null : isSecretSetting(name) ? '(set, never shown)' : text
