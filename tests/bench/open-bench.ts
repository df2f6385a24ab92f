import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openApp, type App } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Issue } from '../../src/domain/issue.ts'
import { openLog } from '../../src/log.ts'
import type { Db } from '../../src/store/dialect.ts'
import { dkimKey } from '../support/keys.ts'
import { seedIssue, TOPICS } from './seed-issue.ts'
import { seedReaders } from './seed-readers.ts'

export type Bench = AsyncDisposable & {
  app: App
  issue: Issue
  /** The settings, for a process of its own. */
  settings: Record<string, string>
  /** Empties the table of deliveries, as one that never held any. */
  forgetDeliveries: () => Promise<void>
}

type Wanted = { readers: number; briefings: number; port: number; databaseUrl?: string; lines?: number }

/** The program with everything on and its settings as they come, but ten lines to the sink; an approved issue, and readers who wait for it. */
export async function openBench({ readers, briefings, port, databaseUrl, lines = 10 }: Wanted): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'))
  const keyFile = join(folder, 'dkim.pem')
  writeFileSync(keyFile, dkimKey().privateKey)
  const settings = {
    DATABASE_URL: databaseUrl ?? `sqlite:${join(folder, 'broadsheet.db')}`,
    DATA_DIR: folder,
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    SMTP_CONNECTIONS: String(lines),
    DKIM_SELECTOR: 'bench',
    DKIM_KEY_FILE: keyFile,
    LOG_LEVEL: 'error',
  }
  const app = await openParts(settings)
  const issue = await seedIssue(app.store, app.publication, briefings)
  await seedReaders(app.store.db, { digestId: issue.digestId, readers, topics: TOPICS, topicsEach: 8 })
  const close = async (): Promise<void> => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const forgetDeliveries = (): Promise<void> => empty(app.store.db, databaseUrl === undefined)
  return { app, issue, settings, forgetDeliveries, [Symbol.asyncDispose]: close }
}

async function empty(db: Db, isSqlite: boolean): Promise<void> {
  if (!isSqlite) return void (await sql`truncate deliveries cascade`.execute(db))
  // With the attempts looking at them, SQLite would delete them one by one.
  await sql`pragma foreign_keys = off`.execute(db)
  await db.deleteFrom('deliveries').execute()
  await sql`pragma foreign_keys = on`.execute(db)
}

async function openParts(settings: Record<string, string>): Promise<App> {
  const read = readConfig(settings)
  if (!read.ok) throw new Error(read.mistakes.join('\n'))
  const opened = await openApp(read.config, openLog(read.config.logLevel))
  if (!opened.ok) throw new Error(opened.message)
  return opened.app
}
