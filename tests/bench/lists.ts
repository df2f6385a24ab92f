import { Readable } from 'node:stream'
import { openDns } from '../../src/examine-now.ts'
import { addPerson } from '../../src/flow/desk/add-person.ts'
import { choosePassword } from '../../src/flow/desk/choose-password.ts'
import { makeApiKey } from '../../src/flow/desk/api-keys.ts'
import { beginImport } from '../../src/flow/lists/begin-import.ts'
import type { Store } from '../../src/store/dialect.ts'
import { buildServer } from '../../src/web/build-server.ts'
import { startPostgres } from '../support/postgres.ts'
import type { Result } from './figure.ts'
import { apiPages, deskPages, SUBSCRIBER_PAGES } from './list-pages.ts'
import { openBench } from './open-bench.ts'
import type { Options } from './options.ts'
import { seedDesk } from './seed-desk.ts'
import { seedLists } from './seed-lists.ts'

const READERS = 1_000_000
const PASSWORD = 'correct horse battery'
const WITHIN = 100
const ROUNDS = 4

/** Every list of the desk and of the API beside a million readers, as the server answers it: the readers themselves, and everything else. */
export async function lists(options: Options): Promise<Result[]> {
  await using postgres = await startPostgres()
  const readers = Math.min(READERS, options.readers)
  return [...(await listsOn('SQLite', undefined, readers)), ...(await listsOn('PostgreSQL', await postgres.createDatabase(), readers))]
}

async function listsOn(name: string, databaseUrl: string | undefined, readers: number): Promise<Result[]> {
  await using bench = await openBench({ readers, briefings: 5, port: 25, ...(databaseUrl !== undefined && { databaseUrl }) })
  const { store, publication, clock, settings, config } = bench.app
  await seedLists(store.db)
  const person = await addWorker(store, clock())
  await seedDesk(store, { readers, now: clock(), person, digestId: bench.issue.digestId, isSqlite: databaseUrl === undefined })
  const { key } = await makeApiKey(store, { name: 'bench', scopes: ['read'], person }, clock())
  const server = await buildServer({
    ...{ store, publication, clock, catcher: false, config: { host: '127.0.0.1', port: 0 } },
    lookAhead: { begin: () => undefined, seen: () => ({ state: 'none' as const }) },
    settings: { ...settings, current: () => config, dns: openDns },
  })
  const headers = { cookie: await signedIn(server), authorization: `Bearer ${key}` }
  const ids = await idsOf(store)
  const measured = {
    'page of the list of subscribers': await measure(server, SUBSCRIBER_PAGES, headers),
    'page of any other list': await measure(server, [...deskPages(ids), ...apiPages(ids)], headers),
  }
  await server.close()
  return Object.entries(measured).map(([what, times]) => resultOf(`${what}, 95 %, ${name}`, readers, times))
}

type Time = { asked: string; took: number }

/** The first time each is asked for does not count. */
async function measure(server: Server, pages: string[], headers: Record<string, string>): Promise<Time[]> {
  const times: Time[] = []
  for (let round = 0; round < ROUNDS; round++)
    for (const asked of pages) {
      const startedAt = performance.now()
      const { statusCode } = await server.inject({ url: asked, headers })
      if (statusCode !== 200) throw new Error(`${asked} was answered with ${statusCode}`)
      if (round > 0) times.push({ asked, took: performance.now() - startedAt })
    }
  return times
}

function resultOf(what: string, readers: number, times: Time[]): Result {
  const sorted = times.toSorted((one, other) => one.took - other.took)
  const slowest = sorted.at(-1)
  return {
    ...{ what, value: sorted[Math.floor(sorted.length * 0.95)]?.took ?? 0, unit: 'ms', goal: { atMost: WITHIN } },
    detail: `${readers} readers, ${sorted.length} pages; median ${(sorted[sorted.length >> 1]?.took ?? 0).toFixed(1)} ms, slowest ${(slowest?.took ?? 0).toFixed(0)} ms (${slowest?.asked ?? ''})`,
  }
}

/** The last two issues that went to everybody, and a briefing from among the others. */
async function idsOf({ db }: Store): Promise<Parameters<typeof deskPages>[0]> {
  const addressed = db
    .selectFrom('issues')
    .select('id')
    .where('state', '=', 'addressed')
    .where('held_at', 'is', null)
    .where('number', '>', 10)
  const [going, issue] = await addressed.orderBy('number', 'desc').limit(2).execute()
  if (!going || !issue) throw new Error('The issues were not made')
  return { going: going.id, issue: issue.id, briefing: 5000 }
}

type Server = Awaited<ReturnType<typeof buildServer>>

async function addWorker(store: Store, now: number): Promise<{ id: number; name: string }> {
  const worker = { address: 'rosa@post.example', name: 'Rosa', role: 'admin', language: 'en' } as const
  const added = await addPerson(store, worker, { id: null, name: 'bench' }, now)
  if (!added.ok) throw new Error(added.reason)
  await choosePassword(store, { word: added.word, password: PASSWORD }, now)
  const bytes = Readable.from([Buffer.from('email,name\naiko@tokyo.example,Aiko\n')])
  await beginImport(store, { name: 'people.csv', bytes }, { actor: { id: null, name: 'bench' }, now })
  const { id } = await store.db.selectFrom('people').select('id').executeTakeFirstOrThrow()
  return { id, name: worker.name }
}

async function signedIn(server: Server): Promise<string> {
  const door = await server.inject({ url: '/desk/sign-in' })
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(door.body) ?? []
  const jar = new Map(door.cookies.map(({ name, value }) => [name, value]))
  const said = { _csrf: csrf.replaceAll('&#x3D;', '='), address: 'rosa@post.example', password: PASSWORD }
  const answer = await server.inject({
    ...{ method: 'POST', url: '/desk/sign-in', payload: new URLSearchParams(said).toString() },
    headers: { cookie: cookieOf(jar), 'content-type': 'application/x-www-form-urlencoded' },
  })
  for (const { name, value } of answer.cookies) jar.set(name, value)
  return cookieOf(jar)
}

const cookieOf = (jar: Map<string, string>): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
