import type { Config } from './config.ts'
import type { Instant } from './domain/instant.ts'
import { linksOf } from './domain/links.ts'
import { hashSuppressions } from './flow/hash-suppressions.ts'
import type { Publication } from './flow/publication.ts'
import { hashAddressWith, isSignedWith, signWith } from './flow/sign.ts'
import type { Log } from './log.ts'
import { readDkimKey, type DkimKey } from './mail/dkim.ts'
import { readSecret } from './settings/secret.ts'
import type { Store } from './store/dialect.ts'
import { migrate } from './store/migrations.ts'
import { openStore } from './store/open-store.ts'

/** The program put together: every part opened, none of its roles started. Close it once. */
export type App = {
  config: Config
  log: Log
  store: Store
  publication: Publication
  clock: () => Instant
  isClockStopped: boolean
  close: () => Promise<void>
}

export type Opened = { ok: true; app: App } | { ok: false; message: string }

/** Opens the database, brings its schema up to date and makes the settings ready for use. `at` stops the clock there. */
export async function openApp(config: Config, log: Log, at?: Instant): Promise<Opened> {
  const dkim = readDkim(config)
  if (!dkim.ok) return dkim
  const database = await openDatabase(config.databaseUrl)
  if (!database.ok) return database
  const { store } = database
  const clock = at === undefined ? systemClock : () => at
  const secret = config.secret ?? readSecret(config.dataDir)
  const sign = signWith(secret)
  const isSigned = isSignedWith([secret, ...config.previousSecrets])
  const hashAddress = hashAddressWith(secret, config.previousSecrets)
  await hashSuppressions(store, hashAddress)
  const { sender, postalAddress, bounceDomain, baseUrl } = config
  const { listener, mailbox, webhooks } = config.reports
  const waysIn = { mail: listener !== undefined || mailbox !== undefined, postmark: webhooks.postmark !== undefined }
  const links = linksOf(baseUrl, sign)
  const publication = { sender, postalAddress, bounceDomain, links, sign, isSigned, hashAddress, dkim: dkim.key, waysIn }
  return { ok: true, app: { config, log, store, publication, clock, isClockStopped: at !== undefined, close: () => store.close() } }
}

async function openDatabase(url: string): Promise<{ ok: true; store: Store } | { ok: false; message: string }> {
  try {
    const store = openStore(url)
    const migrated = await migrate(store)
    if (migrated.ok) return { ok: true, store }
    await store.close()
    return migrated
  } catch (error) {
    return {
      ok: false,
      message: `The database cannot be opened; check DATABASE_URL and that it is running and may be written to. It says: ${reasonOf(error)}`,
    }
  }
}

/** An empty database in memory that is gone with its last use: for looking ahead, where nothing may be left behind. */
export async function openScratch(): Promise<Store> {
  const store = openStore('sqlite::memory:')
  await migrate(store)
  return store
}

// An error about several addresses that were tried has no message of its own.
const reasonOf = (error: unknown): string =>
  error instanceof AggregateError ? error.errors.map(reasonOf).join('; ') : error instanceof Error ? error.message : String(error)

/** The one reader of the clock. */
export const systemClock = (): Instant => Date.now()

function readDkim({ dkim, sender }: Config): { ok: true; key: DkimKey | undefined } | { ok: false; message: string } {
  if (!dkim) return { ok: true, key: undefined }
  const read = readDkimKey(dkim.pem)
  if (!read.ok) return { ok: false, message: `DKIM_KEY_FILE holds no key to sign with: ${read.message}` }
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
  return { ok: true, key: { domain, selector: dkim.selector, privateKey: read.privateKey } }
}
