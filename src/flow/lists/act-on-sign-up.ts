import { NOWHERE } from '../../domain/consent.ts'
import type { SignUpLimits } from '../../domain/sign-up.ts'
import { findSignUp, forgetSignUp } from '../../store/sign-ups.ts'
import { askAgain } from '../ask-again.ts'
import type { Acted, By } from './act-on-reader.ts'
import { asDeed, type ListTools } from '../desk/as-deed.ts'

/** Sends the mail to confirm once more, within the limits that hold for everybody. `canonical`: whose request it must be. */
export async function confirmAgain(
  tools: ListTools,
  { signUpId, canonical, limits }: { signUpId: number; canonical?: string; limits: SignUpLimits },
  { actor, now }: By,
): Promise<Acted> {
  const signUp = await findSignUp(tools.store.db, signUpId)
  if (!signUp || !WAITING.includes(signUp.state) || (canonical !== undefined && signUp.canonical !== canonical))
    return { ok: false, reason: 'gone' }
  const deed = { ...about(signUpId), action: 'sign-up.again', actor, now }
  return asDeed(tools, deed, ({ store }) => askAgain(store, signUp, { from: NOWHERE, limits, now }))
}

const WAITING = ['asked', 'mailed', 'silent']

/** Forgets a request that was never confirmed, those before it included: nothing of this person is left. */
export const forgetRequest = (tools: ListTools, signUpId: number, { actor, now }: By): Promise<Acted> =>
  asDeed(tools, { ...about(signUpId), action: 'sign-up.forget', actor, now }, async ({ store }): Promise<Acted> => {
    const signUp = await findSignUp(store.db, signUpId)
    const isForgotten = signUp !== undefined && (await forgetSignUp(store.db, signUp))
    return isForgotten ? { ok: true } : { ok: false, reason: 'gone' }
  })

const about = (signUpId: number): { subject: string } => ({ subject: `sign-up:${signUpId}` })
