import { randomBytes } from 'node:crypto'
import { cleanText } from '../../domain/clean-text.ts'
import { isHookEvent, type HookFault } from '../../domain/hook.ts'
import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { changeHook, findHook, insertHook, replayPost } from '../../store/hooks.ts'

export type HookMade = { ok: true; id: number } | { ok: false; reason: HookFault }

const LONGEST_NAME = 80
const LONGEST_URL = 500

/** Tells a place outside of some kinds of events from now on. */
export async function addHook(
  store: Store,
  wanted: { name: string; url: string; events: string[] },
  by: Actor,
  now: Instant,
): Promise<HookMade> {
  const name = cleanText(wanted.name)
  const events = wanted.events.filter((event) => isHookEvent(event))
  if (name === '' || [...name].length > LONGEST_NAME) return { ok: false, reason: 'no-name' }
  if (!isHookUrl(wanted.url)) return { ok: false, reason: 'no-url' }
  if (events.length === 0) return { ok: false, reason: 'no-events' }
  const id = await store.db.transaction().execute(async (tx) => {
    const hook = { name, url: new URL(wanted.url).href, nonce: randomBytes(16).toString('hex'), events, madeBy: by.name }
    const made = await insertHook(tx, hook, now)
    await writeDeed(tx, by, { action: 'hook.add', subject: `hook:${made}`, after: { name, url: hook.url, events } }, now)
    return made
  })
  return { ok: true, id }
}

/** https, or http where private addresses are allowed (deliver-hooks.ts looks at that); no user, no fragment. */
function isHookUrl(text: string): boolean {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === '' && hash === ''
}

/** Stops a hook, or starts it again: what has waited meanwhile is posted then. */
export async function switchHook(
  store: Store,
  { id, state }: { id: number; state: 'active' | 'stopped' },
  by: Actor,
  now: Instant,
): Promise<boolean> {
  return store.db.transaction().execute(async (tx) => {
    const hook = await findHook(tx, id)
    if (!hook || hook.state === state) return false
    await changeHook(tx, id, { state, failingSince: null, stoppedReason: null })
    await writeDeed(tx, by, { action: `hook.${state === 'active' ? 'start' : 'stop'}`, subject: `hook:${id}` }, now)
    return true
  })
}

/** Posts an event once more. */
export async function replayHook(store: Store, post: { hookId: number; id: number }, by: Actor, now: Instant): Promise<boolean> {
  return store.db.transaction().execute(async (tx) => {
    const isThere = await replayPost(tx, post, now)
    if (isThere) await writeDeed(tx, by, { action: 'hook.replay', subject: `hook:${post.hookId}`, after: { post: post.id } }, now)
    return isThere
  })
}
