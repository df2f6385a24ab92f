import type { Database } from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

const MOST = 300
const LONGEST = 20_000

/** Keeps the statements used last. To prepare one costs as much as to run it, and Kysely prepares anew each time. */
export function keepStatements(database: Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => void database.close(),
    prepare: (text) => {
      const statement = kept.get(text) ?? database.prepare(text)
      if (text.length > LONGEST) return statement
      kept.delete(text)
      kept.set(text, statement)
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST) break
        kept.delete(oldest)
      }
      return statement
    },
  }
}
