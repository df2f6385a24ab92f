import type { Whereabouts } from '../domain/consent.ts'
import { HOUR, type Instant } from '../domain/instant.ts'
import { networkGroup } from '../domain/network-group.ts'
import type { SignUpLimits } from '../domain/sign-up.ts'
import type { Store } from '../store/dialect.ts'
import { countSignUps, insertSignUp, type SignUp } from '../store/sign-ups.ts'
import type { SignUpAsked } from './ask-to-subscribe.ts'

/** Asks for a new link in place of one that has run out: a new request with the same wishes, within the same limits. */
export async function askAgain(
  store: Store,
  { id: _, state: __, ...old }: SignUp,
  { from, limits, now }: { from: Whereabouts; limits: SignUpLimits; now: Instant },
): Promise<SignUpAsked> {
  const group = networkGroup(from.network)
  const { inAll, fromNetwork } = await countSignUps(store.db, { networkGroup: group, since: now - HOUR })
  if (fromNetwork >= limits.perNetwork) return { ok: false, reason: 'too-many-here' }
  if (inAll >= limits.inAll) return { ok: false, reason: 'too-many' }
  await insertSignUp(store.db, { ...old, asked: { ...from, at: now }, networkGroup: group })
  store.dialect.bell.ring()
  return { ok: true }
}
