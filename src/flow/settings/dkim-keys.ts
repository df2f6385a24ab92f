import type { Instant } from '../../domain/instant.ts'
import type { Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { newDkimKey } from '../make-dkim-key.ts'
import { readStored } from './read-stored.ts'
import { saveSettings, type SettingsSaved, type SettingsTools } from './save-settings.ts'

type Keeping = { store: Store; tools: SettingsTools }

/** `use`: whether it signs from now on, or is to follow the one that does. */
export type KeyMade = { ok: true; use: 'signs' | 'next' } | { ok: false; mistakes: string[] }

/** Makes a key of 2048 bits that nobody ever sees. The first one signs at once; a later one waits until its record stands in the DNS. */
export async function makeDeskKey({ store, tools }: Keeping, selector: string, by: Actor, now: Instant): Promise<KeyMade> {
  const { values } = await readStored(store.db, tools.seal)
  const use = values['DKIM_KEY'] === undefined ? 'signs' : 'next'
  const key = await newDkimKey()
  const change = use === 'signs' ? { DKIM_SELECTOR: selector, DKIM_KEY: key } : { DKIM_NEXT_SELECTOR: selector, DKIM_NEXT_KEY: key }
  const saved = await saveSettings({ store, tools }, change, by, now)
  return saved.ok ? { ok: true, use } : saved
}

/** The key that waits signs from now on. The record of the former one stays in the DNS for another week, for mails under way. */
export async function useNextDeskKey({ store, tools }: Keeping, by: Actor, now: Instant): Promise<SettingsSaved> {
  const { values } = await readStored(store.db, tools.seal)
  const { DKIM_NEXT_SELECTOR: selector, DKIM_NEXT_KEY: key } = values
  if (selector === undefined || key === undefined)
    return { ok: false, mistakes: ['DKIM_NEXT_KEY: no key waits to take over; make one first'] }
  const change = { DKIM_SELECTOR: selector, DKIM_KEY: key, DKIM_NEXT_SELECTOR: null, DKIM_NEXT_KEY: null }
  return saveSettings({ store, tools }, change, by, now)
}
