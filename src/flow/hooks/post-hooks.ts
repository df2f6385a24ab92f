import { createHmac } from 'node:crypto'
import { DAY, HOUR, MINUTE, type Instant } from '../../domain/instant.ts'
import { postSmall, type PostAnswer } from '../../mail/webhooks/post-small.ts'
import type { Store } from '../../store/dialect.ts'
import { changeHook, claimPosts, endPost, findHook, pruneEvents, type DuePost } from '../../store/hooks.ts'
import type { Publication } from '../publication.ts'
import { hookSecret } from './hook-secret.ts'

export type HookTools = {
  store: Store
  publication: Pick<Publication, 'sign'>
  clock: () => Instant
  /** Posts to places inside one's own network are refused unless somebody allows them. */
  allowsPrivate?: boolean
  /** Trusts these certificates besides; for tests. */
  ca?: string
}

/** As Standard Webhooks advises: growing waits, some three days in all. */
const WAITS = [5000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]
/** Nothing was taken for so long: nobody listens there any more. */
const GIVES_UP = 5 * DAY
const KEPT = 30 * DAY
const AT_ONCE = 20
const LEASE = 2 * MINUTE

/** Posts what is due to the hooks, and says how much that was. Any number of processes may do so at once. */
export async function postHooks(tools: HookTools): Promise<number> {
  const { store, clock } = tools
  const due = await claimPosts(store.db, { limit: AT_ONCE, leaseUntil: clock() + LEASE }, clock())
  await Promise.all(due.map((post) => postOne(tools, post)))
  return due.length
}

export const pruneHooks = ({ store, clock }: Pick<HookTools, 'store' | 'clock'>): Promise<number> => pruneEvents(store.db, clock() - KEPT)

async function postOne({ store, publication, clock, allowsPrivate = false, ca }: HookTools, post: DuePost): Promise<void> {
  const began = clock()
  const secret = hookSecret(post.nonce, publication.sign)
  const headers = signedHeaders({ word: post.word, body: post.body, secret }, began)
  const answer = await postSmall(new URL(post.url), { headers, body: post.body }, { allowsPrivate, ...(ca !== undefined && { ca }) })
  const at = clock()
  const told = { status: answer.status ?? null, answer: answer.said, took: at - began, at }
  if (isTaken(answer)) {
    await endPost(store.db, post, { state: 'taken', ...told })
    await changeHook(store.db, post.hookId, { failingSince: null })
    return
  }
  const wait = WAITS[post.attempts - 1]
  await endPost(store.db, post, wait === undefined ? { state: 'given-up', ...told } : { state: 'waiting', nextAt: at + wait, ...told })
  await judgeHook(store, post.hookId, answer, at)
}

const isTaken = ({ status }: PostAnswer): boolean => status !== undefined && status >= 200 && status < 300

/** A receiver that says that it is gone is believed; one that has failed for days is left alone until a person starts it again. */
async function judgeHook({ db }: Store, id: number, { status }: PostAnswer, now: Instant): Promise<void> {
  const hook = await findHook(db, id)
  if (hook?.state !== 'active') return
  const failingSince = hook.failingSince ?? now
  if (status === 410) return changeHook(db, id, { state: 'stopped', stoppedReason: 'gone' })
  if (now - failingSince >= GIVES_UP) return changeHook(db, id, { state: 'stopped', stoppedReason: 'failing', failingSince })
  if (hook.failingSince === null) await changeHook(db, id, { failingSince })
}

/** Standard Webhooks: the identifier, the time and the body are signed, so that neither can be changed nor posted again later. */
function signedHeaders({ word, body, secret }: { word: string; body: string; secret: string }, now: Instant): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${word}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': word, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
