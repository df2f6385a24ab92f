import { ROUTES, subscriptionToken } from '../../domain/links.ts'
import { maskAddress } from '../../domain/mask-address.ts'
import type { SignUpStanding } from '../../flow/confirm-sign-up.ts'
import { consentText } from '../../flow/embedded-form.ts'
import { nameIn } from '../../render/name-in.ts'
import { wordsFor } from '../../render/words.ts'
import { listOfferedDigests, type OfferedDigest } from '../../store/listings/publication.ts'
import { nameView } from '../reader/name-view.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'

type Confirming = { standing: SignUpStanding; token: string; language: string; isNew?: boolean; isAgain?: boolean }

/** What a link to confirm comes to, in the language in which its mail was written. */
export async function writeConfirmPage(
  web: Web,
  { standing, token, isNew = false, isAgain = false, ...asked }: Confirming,
): Promise<string> {
  const signUp = standing.is === 'unknown' ? undefined : standing.signUp
  const words = wordsFor(signUp?.language ?? asked.language)
  const { language } = words
  const digest = signUp && (await listOfferedDigests(web.store.db)).find(({ id }) => id === signUp.digestId)
  const keys = isAgain ? AGAIN : standing.is === 'confirmed' && isNew ? DONE : KEYS[standing.is]
  const heading = words.say(keys.title)
  const named = { digest: digest ? nameIn(digest.names, language).text : '', address: signUp ? inLine(maskAddress(signUp.address)) : '' }
  const view = {
    heading,
    about: words.say(keys.about, named),
    digest: digest ? nameView(digest.names, language) : null,
    consent: standing.is === 'waiting' && digest ? consentText(web.publication, digest, language) : '',
    path: ROUTES.confirm.slice(1) + token,
    button: keys.button && !isAgain ? { wish: keys.button.wish, label: words.say(keys.button.label) } : null,
    onward: isAgain ? null : onwardOf(web, standing, { digest, label: (key) => words.say(key) }),
  }
  return writePage(web, { name: 'confirm', language, title: heading, view })
}

/** An address inside a sentence keeps its own direction (UAX 9), and its parts together (UAX 14, word joiner). */
const inLine = (masked: string): string => `\u2066${masked.replace('…', '…\u2060')}\u2069`

type Keys = { title: string; about: string; button?: { wish: string; label: string } }

const KEYS: Record<SignUpStanding['is'], Keys> = {
  waiting: { title: 'confirmTitle', about: 'confirmAbout', button: { wish: 'confirm', label: 'confirmButton' } },
  confirmed: { title: 'confirmKnownTitle', about: 'confirmKnown' },
  expired: { title: 'confirmExpiredTitle', about: 'confirmExpired', button: { wish: 'again', label: 'confirmAgain' } },
  left: { title: 'confirmLeftTitle', about: 'confirmLeft' },
  suppressed: { title: 'confirmUnknownTitle', about: 'chooseSuppressed' },
  unknown: { title: 'confirmUnknownTitle', about: 'confirmUnknown' },
}

const DONE: Keys = { title: 'confirmDoneTitle', about: 'confirmDone' }
const AGAIN: Keys = { title: 'confirmAgainTitle', about: 'confirmAgainDone' }

type Onward = { digest: OfferedDigest | undefined; label: (key: string) => string }

function onwardOf({ publication }: Web, standing: SignUpStanding, { digest, label }: Onward) {
  if (standing.is === 'confirmed')
    return { path: ROUTES.preferences.slice(1) + subscriptionToken(standing.ref, publication.sign), label: label('confirmPreferences') }
  if (standing.is !== 'left' && standing.is !== 'unknown') return null
  return { path: ROUTES.signUp.slice(1) + (digest ? `?digest=${digest.slug}` : ''), label: label('confirmAnew') }
}
