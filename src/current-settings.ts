import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, readSettings, type Config, type ConfigRead } from './config.ts'
import { readStored, type Stored } from './flow/settings/read-stored.ts'
import { sealWith } from './flow/settings/seal.ts'
import { readSecret } from './settings/secret.ts'
import { readDatabaseState } from './store/database-state.ts'
import { openStore } from './store/open-store.ts'

/** The settings that count, those of the desk with them as far as there is a database to read them from. Changes nothing. */
export async function readCurrentSettings(): Promise<ConfigRead> {
  const first = readSettings()
  if (!first.ok) return first
  const stored = await storedFor(first.config)
  if (stored && stored.mistakes.length > 0) return { ok: false, mistakes: stored.mistakes }
  return readConfig(first.config.environment, stored?.values)
}

async function storedFor({ databaseUrl, dataDir, secret, previousSecrets }: Config): Promise<Stored | undefined> {
  const state = await readDatabaseState(databaseUrl)
  if (state.state !== 'open' || !state.hasTables || state.pending.length > 0) return undefined
  const store = openStore(databaseUrl)
  try {
    // Where the secret is gone, nothing that was sealed with it can be read; a new one is made by the next start, not by looking.
    const known = secret ?? (existsSync(join(dataDir, 'secret')) ? readSecret(dataDir) : 'the secret is gone')
    return await readStored(store.db, sealWith(known, previousSecrets))
  } finally {
    await store.close()
  }
}
