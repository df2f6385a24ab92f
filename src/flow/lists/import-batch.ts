import { chosenBy, decideImport, type KnownReader } from '../../domain/decide-import.ts'
import type { ImportWish, RowRead } from '../../domain/import-row.ts'
import type { Instant } from '../../domain/instant.ts'
import { readerWords } from '../../domain/reader-words.ts'
import type { ImportPlan, Verdict } from '../../domain/reader-import.ts'
import type { Store } from '../../store/dialect.ts'
import {
  fillNames,
  findKnownReaders,
  findSuppressedOf,
  insertConsents,
  insertSubscribers,
  insertSubscriptions,
  rewriteChoices,
  type KnownRow,
  type Rechosen,
} from '../../store/lists/import-rows.ts'
import { ensureHour, ensureLanguages } from '../../store/subscriptions.ts'
import { changeChoicesOf } from '../change-choices.ts'
import type { Publication } from '../publication.ts'

export type ImportTools = { store: Pick<Store, 'db' | 'dialect'>; publication: Publication }

/** A row that was read, with what it comes to. */
export type Decided = { read: RowRead; verdict: Verdict; known: KnownReader | undefined }

/**
 * What the rows of a batch come to as things stand. `isRepeated` says of a wish whether the file has had it before: of several rows for
 * one address and digest the first counts.
 */
export async function decideBatch(
  { store, publication }: ImportTools,
  plan: ImportPlan,
  reads: RowRead[],
  isRepeated: (wish: ImportWish) => boolean,
): Promise<Decided[]> {
  const wishes = reads.flatMap((read) => (read.ok ? [read.wish] : []))
  const canonicals = [...new Set(wishes.map(({ canonical }) => canonical))]
  const hashes = canonicals.flatMap((canonical) => publication.hashAddress(canonical).map((hash) => ({ canonical, hash })))
  const rows = canonicals.length === 0 ? [] : await findKnownReaders(store, canonicals)
  const suppressed = canonicals.length === 0 ? new Set<string>() : await findSuppressedOf(store, hashes)
  const byAddress = Map.groupBy(rows, (row) => row.canonical)
  return reads.map((read) => {
    if (!read.ok) return { read, verdict: read.refusal, known: undefined }
    if (isRepeated(read.wish)) return { read, verdict: 'repeated', known: undefined }
    const known = knownOf(read.wish, byAddress.get(read.wish.canonical) ?? [], suppressed)
    return { read, known, verdict: decideImport(read.wish, known, plan) }
  })
}

function knownOf({ canonical, digestId }: ImportWish, rows: KnownRow[], suppressed: Set<string>): KnownReader {
  const own = rows.find((row) => row.digestId === digestId)
  const chosen = own && {
    topicIds: own.topics,
    minute: own.minute,
    weekdays: own.weekdays,
    zone: own.zone,
    languages: own.languages,
    format: own.format,
  }
  return {
    id: rows[0]?.id,
    name: rows[0]?.name ?? '',
    isSuppressed: suppressed.has(canonical),
    subscription: chosen && { ...chosen, isActive: own.state === 'active' },
  }
}

export type Carried = { now: Instant; wordingId: number; places: Places; plan: ImportPlan }

/** Carries out what was decided, with some ten statements for the whole batch, inside the transaction of the store. */
export async function carryOut(
  { store }: Pick<ImportTools, 'store'>,
  decided: Decided[],
  { now, wordingId, places, plan }: Carried,
): Promise<void> {
  const of = (...verdicts: Verdict[]) =>
    decided.flatMap(({ read, verdict, known }) => (read.ok && verdicts.includes(verdict) ? [{ wish: read.wish, known }] : []))
  const added = of('added')
  const ids = await insertSubscribers(
    store,
    added.map(({ wish }) => newcomer(wish)),
    now,
  )
  const fresh = [...added, ...of('joined')].flatMap(({ wish, known }) => {
    const subscriber = known?.id ?? ids.get(wish.canonical)
    return subscriber === undefined ? [] : [{ wish, subscriber }]
  })
  const subscriptions = []
  for (const { wish, subscriber } of fresh)
    subscriptions.push({
      subscriber,
      digest: wish.digestId,
      ...(await places.of(wish)),
      format: wish.format,
      topics: wish.topicIds.join(','),
    })
  await insertSubscriptions(store, subscriptions, now)
  const consents = fresh.map(({ wish, subscriber }) => ({
    subscriber,
    address: wish.address,
    digest: wish.digestId,
    at: wish.consentedAt ?? now,
  }))
  await insertConsents(store, consents, wordingId)
  const known = of('joined', 'updated').filter((one) => one.known?.name === '' && one.wish.name !== '')
  await fillNames(
    store,
    known.map(({ wish, known: who }) => ({ id: who?.id ?? 0, name: wish.name, words: readerWords(wish) })),
  )
  if (plan.known === 'update') await change(store, of('updated'), { now, places })
}

const newcomer = ({ address, canonical, name }: ImportWish) => ({ address, canonical, name })

async function change(
  store: ImportTools['store'],
  updated: { wish: ImportWish; known: KnownReader | undefined }[],
  { now, places }: Pick<Carried, 'now' | 'places'>,
): Promise<void> {
  const rewritten: Rechosen[] = []
  for (const { wish, known } of updated) {
    if (known?.id === undefined || !known.subscription) continue
    const { topicIds, format, languages, ...hour } = chosenBy(wish, known.subscription)
    const place = await places.of({ ...hour, languages: languages.split(',') })
    rewritten.push({ subscriber: known.id, digest: wish.digestId, ...place, format, topics: topicIds })
  }
  const subscriberIds = [...new Set(rewritten.map(({ subscriber }) => subscriber))]
  await changeChoicesOf(store.db, { subscriberIds, by: 'import', now }, () => rewriteChoices(store, rewritten))
}

type Placed = { zone: string; minute: number; weekdays: number; languages: string[] }

/** The ids of hours and lists of languages. There are few of them, and each is asked for once in a transaction. */
export type Places = { of: (wish: Placed) => Promise<{ hour: number; list: number }> }

export function placesIn(db: Store['db']): Places {
  const known = new Map<string, number>()
  const remembered = async (key: string, find: () => Promise<number>): Promise<number> => {
    const id = known.get(key) ?? (await find())
    known.set(key, id)
    return id
  }
  return {
    of: async ({ zone, minute, weekdays, languages }) => ({
      hour: await remembered(`${zone} ${minute} ${weekdays}`, () => ensureHour(db, { zone, minute, weekdays })),
      list: await remembered(languages.join(), () => ensureLanguages(db, languages)),
    }),
  }
}
