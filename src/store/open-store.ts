import type { Store } from './dialect.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** Opens the database that `DATABASE_URL` names: `sqlite:<path>` or `postgres://…`. */
export function openStore(url: string): Store {
  return url.startsWith('sqlite:') ? openSqlite(url) : openPostgres(url)
}
