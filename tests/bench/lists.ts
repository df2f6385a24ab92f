import { openDns } from '../../src/examine-now.ts'
import { addPerson } from '../../src/flow/desk/add-person.ts'
import { choosePassword } from '../../src/flow/desk/choose-password.ts'
import { buildServer } from '../../src/web/build-server.ts'
import { startPostgres } from '../support/postgres.ts'
import type { Result } from './figure.ts'
import { openBench } from './open-bench.ts'
import type { Options } from './options.ts'
import { seedLists } from './seed-lists.ts'

const READERS = 1_000_000
const PASSWORD = 'correct horse battery'
const WITHIN = 100

/** What people ask of the list, and where they go on. */
const ASKED = [
  ...['', 'q=aiko', 'q=a', 'q=tanaka5', 'q=aiko+tanaka500', 'q=%40tokyo.example', 'q=aiko.tanaka14%40tokyo.example', 'q=zzz'],
  ...['state=reading', 'state=left', 'state=paused', 'state=suppressed', 'digest=morning', 'topic=topic-3', 'topic=topic-3&state=left'],
  ...['lang=ar', 'zone=Asia%2FTokyo', 'since=2025-12-30', 'until=2020-01-01', 'q=aiko&state=left', 'topic=topic-199&zone=UTC&lang=ar'],
  ...['before=500000', 'before=500000&state=left', 'before=500000&topic=topic-3&lang=zh'],
]

/** Pages of the list of subscribers among a million, as the server answers them. */
export async function lists(options: Options): Promise<Result[]> {
  await using postgres = await startPostgres()
  const readers = Math.min(READERS, options.readers)
  return [await listsOn('SQLite', undefined, readers), await listsOn('PostgreSQL', await postgres.createDatabase(), readers)]
}

async function listsOn(name: string, databaseUrl: string | undefined, readers: number): Promise<Result> {
  await using bench = await openBench({ readers, briefings: 5, port: 25, ...(databaseUrl !== undefined && { databaseUrl }) })
  const { store, publication, clock, settings, config } = bench.app
  await seedLists(store.db)
  const server = await buildServer({
    ...{ store, publication, clock, catcher: false, config: { host: '127.0.0.1', port: 0 } },
    lookAhead: { begin: () => undefined, seen: () => ({ state: 'none' as const }) },
    settings: { ...settings, current: () => config, dns: openDns },
  })
  const cookie = await signedIn(store, server, clock())
  const times: { asked: string; took: number }[] = []
  for (let round = 0; round < 4; round++)
    for (const asked of ASKED) {
      const startedAt = performance.now()
      const { statusCode } = await server.inject({ url: `/desk/subscribers?${asked}`, headers: { cookie } })
      if (statusCode !== 200) throw new Error(`${asked} was answered with ${statusCode}`)
      if (round > 0) times.push({ asked, took: performance.now() - startedAt })
    }
  await server.close()
  const sorted = times.toSorted((one, other) => one.took - other.took)
  const slowest = sorted.at(-1)
  return {
    what: `page of the list of subscribers, 95 %, ${name}`,
    ...{ value: sorted[Math.floor(sorted.length * 0.95)]?.took ?? 0, unit: 'ms' },
    goal: { atMost: WITHIN },
    detail: `${readers} readers, ${sorted.length} pages; median ${(sorted[sorted.length >> 1]?.took ?? 0).toFixed(1)} ms, slowest ${(slowest?.took ?? 0).toFixed(0)} ms (${slowest?.asked ?? ''})`,
  }
}

type Server = Awaited<ReturnType<typeof buildServer>>
type Store = Parameters<typeof addPerson>[0]

async function signedIn(store: Store, server: Server, now: number): Promise<string> {
  const added = await addPerson(
    store,
    { address: 'rosa@post.example', name: 'Rosa', role: 'admin', language: 'en' },
    { id: null, name: 'bench' },
    now,
  )
  if (!added.ok) throw new Error(added.reason)
  await choosePassword(store, { word: added.word, password: PASSWORD }, now)
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
