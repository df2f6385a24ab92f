import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import pg from 'pg'

export type PostgresServer = AsyncDisposable & {
  /** Connects to the database `postgres` of this server; for `createDatabase` in another process. */
  url: string
  /** Makes a fresh, empty database and gives its connection string. */
  createDatabase: () => Promise<string>
}

type Owner = { uid: number; gid: number } | undefined

/** Where PostgreSQL's server programs are: `$PG_BIN`, else the newest that Debian installed. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const places = [process.env['PG_BIN'] ?? '', ...versions.map((version) => join(debian, version, 'bin'))]
  return places.find((place) => place !== '' && existsSync(join(place, 'initdb')))
}

/** A real PostgreSQL in a temporary folder, on a unix socket only. It forgets everything when it is disposed. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres()
  if (bin === undefined) throw new Error("PostgreSQL's server programs were not found. Install the package postgresql, or set PG_BIN.")
  const owner = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-pg-'))
  if (owner) chownSync(folder, owner.uid, owner.gid)
  createCluster({ bin, folder, owner })
  const server = await startServer({ bin, folder, owner })
  const url = urlOf(folder, 'postgres')
  return { url, createDatabase: () => createDatabase(url), [Symbol.asyncDispose]: () => stop(server, folder) }
}

/** Makes a database beside the one that the URL names, empty or as a copy, and gives its connection string. */
export async function createDatabase(url: string, template = 'template0'): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // Since version 15 the other way is the usual one, through the log: it takes twice as long.
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
  const strategy = Number(rows[0]?.server_version_num) >= 150_000 ? ' strategy file_copy' : ''
  await client.query(`create database ${name} template ${template}${strategy}`)
  await client.end()
  return url.replace('/postgres?', `/${name}?`)
}

/** The name of the database in a connection string of ours. */
export const databaseOf = (url: string): string => new URL(url).pathname.slice(1)

const urlOf = (folder: string, name: string): string => `postgres://broadsheet@localhost/${name}?host=${encodeURIComponent(folder)}`

// PostgreSQL refuses to run as root.
function unprivileged(): Owner {
  if (process.getuid?.() !== 0) return undefined
  const name = ['postgres', 'nobody'].find((candidate) => spawnSync('id', ['-u', candidate]).status === 0)
  if (name === undefined)
    throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody". Run the tests as another user.')
  const ask = (option: string): number => Number(spawnSync('id', [option, name], { encoding: 'utf8' }).stdout)
  return { uid: ask('-u'), gid: ask('-g') }
}

// ICU sorts words as people do. SQLite compares bytes: a query that leans on either order shows itself here.
const collation = ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US']

function createCluster({ bin, folder, owner }: { bin: string; folder: string; owner: Owner }): void {
  const wishes = ['--username=broadsheet', '--auth=trust', '--encoding=UTF8', '--no-sync', '--no-instructions', ...collation]
  const made = spawnSync(join(bin, 'initdb'), ['-D', join(folder, 'cluster'), ...wishes], { ...owner, cwd: folder, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`PostgreSQL could not make its folder:\n${made.stderr}`)
}

const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'listen_addresses=',
  'autovacuum=off',
]

async function startServer({ bin, folder, owner }: { bin: string; folder: string; owner: Owner }): Promise<ChildProcess> {
  const options = settings.flatMap((setting) => ['-c', setting])
  const server = spawn(join(bin, 'postgres'), ['-D', join(folder, 'cluster'), '-k', folder, ...options], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line)
    if (line.includes('database system is ready to accept connections')) break
  }
  if (server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`)
  server.stderr.resume()
  // When the run is interrupted, nobody disposes of it.
  process.once('exit', () => {
    server.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  })
  return server
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    server.kill('SIGQUIT')
    await once(server, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
}
