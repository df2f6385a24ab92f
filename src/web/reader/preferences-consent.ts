import type { Wording } from '../../domain/consent.ts'
import { frameLanguage, wordsFor } from '../../render/words.ts'
import type { ReaderSubscription } from '../../store/listings/reader-subscriptions.ts'
import type { Web } from '../web.ts'

type Choosing = { known: Pick<ReaderSubscription, 'subscription'>; digests: readonly { isActive: boolean }[] }

/** What somebody agrees to by the button below the choices: to come back, or to digests that did not come before. Else there is nothing. */
export function preferencesConsent({ publication }: Web, { known, digests }: Choosing): Wording | undefined {
  const hasLeft = known.subscription.state === 'ended'
  if (!hasLeft && digests.every(({ isActive }) => isActive)) return undefined
  const words = wordsFor(frameLanguage(known.subscription.languages))
  const text = words.say(hasLeft ? 'chooseConsentBack' : 'chooseConsent', { publication: publication.sender.name })
  return { language: words.language, text }
}
