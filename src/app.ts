import { errorText } from './domain/error-text.ts'
import { randomUUID } from 'node:crypto'
import { mistakesText, readConfig, type Config, type ConfigRead } from './config.ts'
import type { Instant } from './domain/instant.ts'
import { linksOf } from './domain/links.ts'
import type { SettingValues } from './domain/settings.ts'
import { hashSuppressions } from './flow/hash-suppressions.ts'
import type { Publication } from './flow/publication.ts'
import { readStored, type Stored } from './flow/settings/read-stored.ts'
import type { SettingsTools } from './flow/settings/save-settings.ts'
import { sealWith } from './flow/settings/seal.ts'
import { hashAddressWith, isSignedWith, signWith } from './flow/sign.ts'
import type { Log } from './log.ts'
import { readDkimKey, type DkimKey } from './mail/dkim.ts'
import { useOwnTemplates } from './render/own-templates.ts'
import { readSecret } from './settings/secret.ts'
import type { Store } from './store/dialect.ts'
import { migrate } from './store/migrations.ts'
import { openStore } from './store/open-store.ts'
import { findSettingsVersion } from './store/settings.ts'

/** The program put together: every part opened, none of its roles started. Close it once. */
export type App = {
  /** What this process is called among the others. */
  run: string
  /** As it is now: what is changed at the desk is taken up while the program runs. */
  config: Config
  log: Log
  store: Store
  /** The same object for as long as the program runs, whatever is changed at the desk. */
  publication: Publication
  clock: () => Instant
  isClockStopped: boolean
  /** What the settings say of themselves. */
  warnings: string[]
  settings: SettingsTools & { takenUp: TakenUp }
  close: () => Promise<void>
}

/** Those who want to know when other settings count from now on. */
export type TakenUp = { tell: (listener: () => void) => void }

export type Opened = { ok: true; app: App } | { ok: false; message: string }

/**
 * Opens the database, brings its schema up to date and makes the settings ready for use: those of `first`, which come from the environment,
 * with those of the desk. `at` stops the clock there.
 */
export const openApp = (first: Config, log: Log, at?: Instant): Promise<Opened> => open({ first, log, at, isAnyway: false })

/** The same for those who put the settings right: what is set at the desk may be wrong, and then does not count. */
export const openAppAnyway = (first: Config, log: Log, at?: Instant): Promise<Opened> => open({ first, log, at, isAnyway: true })

type Opening = { first: Config; log: Log; at: Instant | undefined; isAnyway: boolean }

async function open({ first, log, at, isAnyway }: Opening): Promise<Opened> {
  const database = await openDatabase(first.databaseUrl)
  if (!database.ok) return database
  const { store } = database
  const secret = first.secret ?? readSecret(first.dataDir)
  const seal = sealWith(secret, first.previousSecrets)
  const stored = await readStored(store.db, seal)
  const all = readAll(first.environment, stored)
  const read = all.ok || !isAnyway ? all : { ok: true as const, config: first, warnings: all.mistakes }
  if (!read.ok) {
    await store.close()
    return { ok: false, message: mistakesText(read.mistakes) }
  }
  const signing = { sign: signWith(secret), isSigned: isSignedWith([secret, ...first.previousSecrets]) }
  useOwnTemplates(read.config.templatesDir)
  const publicationOf = (config: Config): Publication => publicationFrom(config, { secret, ...signing })
  const publication = publicationOf(read.config)
  await hashSuppressions(store, publication.hashAddress)
  const listeners: (() => void)[] = []
  const takeUp = inTurn(async () => {
    if ((await findSettingsVersion(store.db)) === version) return
    const newer = await readStored(store.db, seal)
    const again = readAll(first.environment, newer)
    if (!again.ok) throw new Error(mistakesText(again.mistakes))
    version = newer.version
    app.config = again.config
    Object.assign(publication, publicationOf(again.config))
    log.info('Other settings count from now on')
    for (const listener of listeners) listener()
  })
  let { version } = stored
  const app: App = {
    ...{ run: randomUUID(), config: read.config, warnings: read.warnings, log, store, publication },
    ...{ clock: at === undefined ? systemClock : () => at, isClockStopped: at !== undefined },
    settings: {
      ...{ environment: first.environment, seal, takeUp },
      check: (values) => judge(readConfig(first.environment, values)),
      takenUp: { tell: (listener) => void listeners.push(listener) },
    },
    close: () => store.close(),
  }
  return { ok: true, app }
}

function readAll(environment: SettingValues, { values, mistakes }: Stored): ConfigRead {
  return mistakes.length > 0 ? { ok: false, mistakes } : readConfig(environment, values)
}

const judge = (read: ConfigRead): ReturnType<SettingsTools['check']> =>
  read.ok ? { mistakes: [], warnings: read.warnings } : { mistakes: read.mistakes, warnings: [] }

/** Asked again while it is at work, it works once more afterwards. */
function inTurn(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve()
  return () => {
    const next = last.catch(() => undefined).then(work)
    last = next
    return next
  }
}

type Signing = Pick<Publication, 'sign' | 'isSigned'> & { secret: string }

function publicationFrom(config: Config, { secret, sign, isSigned }: Signing): Publication {
  const { sender, replyTo, language, postalAddress, bounceDomain, baseUrl, previousSecrets, countsClicks } = config
  const { listener, mailbox, webhooks } = config.reports
  const waysIn = { mail: listener !== undefined || mailbox !== undefined, postmark: webhooks.postmark !== undefined }
  const hashAddress = hashAddressWith(secret, previousSecrets)
  const links = linksOf(baseUrl, sign)
  return {
    ...{ sender, language, postalAddress, bounceDomain, links, sign, isSigned, hashAddress, dkim: keyOf(config), waysIn, countsClicks },
    // Said also where there is none, so that one that was taken away does not stay.
    replyTo,
  }
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
      message: `The database cannot be opened; check DATABASE_URL and that it is running and may be written to. It says: ${errorText(error)}`,
    }
  }
}

/** An empty database in memory that is gone with its last use: for looking ahead, where nothing may be left behind. */
export async function openScratch(): Promise<Store> {
  const store = openStore('sqlite::memory:')
  await migrate(store)
  return store
}

/** The one reader of the clock. */
export const systemClock = (): Instant => Date.now()

function keyOf({ dkim, sender }: Config): DkimKey | undefined {
  const read = dkim && readDkimKey(dkim.pem)
  if (!dkim || !read?.ok) return undefined
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
  return { domain, selector: dkim.selector, privateKey: read.privateKey }
}
