import { createHash, randomUUID } from 'node:crypto'
import { DAY, type Instant } from '../domain/instant.ts'
import { heldBecause, strangersAmong, type HeldBecause, type Instance } from '../domain/standing.ts'
import type { Db, Store } from '../store/dialect.ts'
import { adoptPlace, callOlder, findConfirmedAt, findConfirmedPlace, isCalledOlder } from '../store/installation.ts'
import { showAlive } from '../store/instances.ts'
import { listInstances } from '../store/listings/instances.ts'
import { readSeenHere, writeSeenHere } from '../store/seen-here.ts'
import type { Publication } from './publication.ts'

/** What a process is known by. `name`: what the settings call the installation; it stands in for the place of the database. */
export type Standing = {
  store: Store
  publication: Pick<Publication, 'sign'>
  baseUrl: string
  dataDir: string
  host: string
  name: string | undefined
  /** The same for as long as the process runs; without: one of its own. */
  run?: string
}

export type Looked = { place: string; confirmed: string | undefined; held: HeldBecause | undefined }

const FORGOTTEN_AFTER = 30 * DAY

/** Whether this database may be sent from here; looking changes nothing. */
export async function lookAtStanding({ store, dataDir, name }: Pick<Standing, 'store' | 'dataDir' | 'name'>): Promise<Looked> {
  const place = await placeOf({ store, name }, false)
  const confirmed = await findConfirmedPlace(store.db)
  return { place, confirmed, held: await heldIn(store.db, place, confirmed, dataDir) }
}

export type Running = {
  /** Why nothing may be planned or sent; asked before every step, because a person may have confirmed meanwhile. */
  heldBecause: () => Promise<HeldBecause | undefined>
  /** A sign of life. Says which others are alive that cannot belong to us. */
  showAlive: () => Promise<Instance[]>
}

/** Takes a place among the processes of the database. The first one ever says where the installation is. */
export async function standUp(standing: Standing, clock: () => Instant): Promise<Running> {
  const { store, dataDir, baseUrl, host, publication, run = randomUUID() } = standing
  const place = await placeOf(standing, true)
  const secret = createHash('sha256').update(publication.sign('subscription', 'installation')).digest('hex').slice(0, 16)
  const own: Instance = { run, place, host, secret, baseUrl, startedAt: clock(), seenAt: clock() }
  const confirmed = await adoptPlace(store.db, place)
  if ((await heldIn(store.db, place, confirmed, dataDir)) === 'older') await callOlder(store.db, true)
  const running: Running = {
    heldBecause: async () => {
      const seen = { newest: 0, seenHere: undefined }
      return heldBecause(place, { place: await findConfirmedPlace(store.db), isCalledOlder: await isCalledOlder(store.db), ...seen })
    },
    showAlive: async () => {
      const seenAt = clock()
      await showAlive(store.db, { ...own, seenAt }, seenAt - FORGOTTEN_AFTER)
      // Only what the database has for certain is remembered beside it.
      if ((await running.heldBecause()) === undefined) writeSeenHere(dataDir, place, seenAt)
      return strangersAmong(await listInstances(store.db), own, seenAt)
    },
  }
  await running.showAlive()
  return running
}

export const placeOf = async ({ store, name }: Pick<Standing, 'store' | 'name'>, keep: boolean): Promise<string> =>
  name === undefined ? store.dialect.placeOf(store.db, { keep }) : `called ${name}`

async function heldIn(db: Db, place: string, confirmed: string | undefined, dataDir: string): Promise<HeldBecause | undefined> {
  const [latest] = await listInstances(db)
  const known = {
    isCalledOlder: await isCalledOlder(db),
    newest: Math.max(latest?.seenAt ?? 0, await findConfirmedAt(db)),
    seenHere: readSeenHere(dataDir, place),
  }
  return heldBecause(place, { place: confirmed, ...known })
}
