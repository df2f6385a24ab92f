import type { FastifyInstance } from 'fastify'
import type { Language } from '../../../src/domain/briefing.ts'
import { subscriptionToken } from '../../../src/domain/links.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findSubscriber } from '../../../src/store/subscribers.ts'
import { buildServer } from '../../../src/web/build-server.ts'
import { startWeb } from '../../../src/web/server.ts'
import type { WebOptions } from '../../../src/web/web.ts'
import { eachDatabase } from '../../support/databases.ts'
import { settingsOver } from '../../support/settings.ts'
import { digest, NOON, openWorld, PUBLICATION, reader, topics } from '../../support/world.ts'

/** For what does not depend on the database. */
export const sqlite = (() => {
  const [first] = eachDatabase
  if (!first) throw new Error('There is no database to test on')
  return first
})()

/** A web server over a database of its own, with what it reported as going wrong. */
export type Site = AsyncDisposable & { store: Store; server: FastifyInstance; options: WebOptions; trouble: object[] }

export async function openSite(url: string, wanted: Partial<WebOptions> = {}): Promise<Site> {
  const store = await openWorld(url)
  const trouble: object[] = []
  const log = { error: (what: object) => void trouble.push(what) } as NonNullable<WebOptions['log']>
  const options = { ...optionsOver(store), log, ...wanted }
  const server = await buildServer(options)
  const close = async (): Promise<void> => {
    await server.close()
    await store.close()
  }
  return { store, server, options, trouble, [Symbol.asyncDispose]: close }
}

/** For a web server over a database that is there already. */
export const optionsOver = (store: Store, wanted: Partial<WebOptions> = {}): WebOptions => ({
  store,
  publication: PUBLICATION,
  settings: settingsOver(store),
  clock: () => NOON,
  catcher: true,
  lookAhead: { begin: () => undefined, seen: () => ({ state: 'none' as const }) },
  config: { host: '127.0.0.1', port: 0 },
  pagesGoodFor: 0,
  ...wanted,
})

/** The same server, listening on this machine. */
export async function listen({ options }: Site): Promise<AsyncDisposable & { url: string; port: number }> {
  const { url, close } = await startWeb(options)
  return { url, port: Number(new URL(url).port), [Symbol.asyncDispose]: close }
}

/** A publication with the topics `world`, `sport` and `science`, its digest, and a reader of `world`; told is that reader's token. */
export async function readerOf({ store }: Site, languages: Language[] = ['en'], address = 'aiko@tokyo.example'): Promise<string> {
  await topics(store, 'world', 'sport', 'science')
  await digest(store, { names: { en: 'Morning', zh: '晨报', ar: 'الصباح' } })
  await reader(store, address, { languages })
  return tokenOf(store, address)
}

export async function tokenOf(store: Store, address: string, digestId = 1): Promise<string> {
  const subscriber = await findSubscriber(store.db, address)
  if (!subscriber) throw new Error(`Nobody has the address ${address}`)
  return subscriptionToken({ subscriberId: subscriber.id, digestId }, PUBLICATION.sign)
}

/** The state of all subscriptions, in the order they were made. */
export async function statesIn({ store }: Site): Promise<string[]> {
  const rows = await store.db.selectFrom('subscriptions').select(['state', 'ended_by']).orderBy('id').execute()
  return rows.map(({ state, ended_by }) => (ended_by === null ? state : `${state} by ${ended_by}`))
}

/** Everything that the database holds, to be compared with what it holds later. */
export async function everythingIn({ store }: Pick<Site, 'store'>): Promise<string[]> {
  const tables = await store.db.introspection.getTables()
  const rows = tables.map(async ({ name }) =>
    (
      await store.db
        .selectFrom(name as 'topics')
        .selectAll()
        .execute()
    ).map((row) => `${name} ${JSON.stringify(row)}`),
  )
  return (await Promise.all(rows)).flat().sort()
}

/** Where the link to older entries leads. */
export const olderIn = (page: string): string =>
  (/href="([^"]+)" rel="next"/.exec(page)?.[1] ?? '').replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
