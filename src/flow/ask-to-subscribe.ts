import type { AddressFault } from '../domain/address-fault.ts'
import { checkAddress } from '../domain/address.ts'
import { cleanText } from '../domain/clean-text.ts'
import type { ConsentPath, Whereabouts, Wording } from '../domain/consent.ts'
import { HOUR, type Instant } from '../domain/instant.ts'
import { mailboxOf } from '../domain/mailbox.ts'
import { networkGroup } from '../domain/network-group.ts'
import type { SignUpLimits } from '../domain/sign-up.ts'
import type { Store } from '../store/dialect.ts'
import { findFact } from '../store/installation.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { countSignUps, insertSignUp } from '../store/sign-ups.ts'
import type { Choices } from '../store/subscriptions.ts'
import { ensureWording } from '../store/wordings.ts'
import { INTERNATIONAL_MAIL } from './international-mail.ts'
import { isOwnAddress } from './is-own-address.ts'
import type { Publication } from './publication.ts'

/** What a form, an embedded form or the API asks for; choices are of what the digest offers. */
export type SignUpWish = {
  address: string
  name: string
  digestId: number
  choices: Choices
  /** In which we write to this person. */
  language: string
  how: Extract<ConsentPath, 'form' | 'embedded' | 'api' | 'desk'>
  /** The sentence above the button. */
  wording: Wording
  from: Whereabouts
}

export type SignUpAsked = { ok: true } | { ok: false; reason: AddressFault | 'too-many-here' | 'too-many' }

const LONGEST = { name: 80, network: 45, browser: 300 }

/**
 * Takes a request to sign up. Whose address it is plays no part here: the same few statements run and the same answer comes for new,
 * known, suppressed and undeliverable ones, so that nobody learns who reads us (MAIL.md I6). What is to be done about it is decided
 * after the answer, by answer-sign-ups.ts.
 */
export async function askToSubscribe(
  store: Store,
  wish: SignUpWish,
  { publication, limits, now }: { publication: Publication; limits: SignUpLimits; now: Instant },
): Promise<SignUpAsked> {
  const checked = checkAddress(wish.address)
  if (!checked.ok) return checked
  if (isOwnAddress(checked.canonical, publication)) return { ok: false, reason: 'ours' }
  if (!checked.isAscii && (await findFact(store.db, INTERNATIONAL_MAIL)) === 'no') return { ok: false, reason: 'international' }
  const group = networkGroup(wish.from.network)
  const asked = await inTransaction(store.db, async (tx): Promise<SignUpAsked> => {
    const { inAll, fromNetwork } = await countSignUps(tx, { networkGroup: group, since: now - HOUR })
    if (fromNetwork >= limits.perNetwork) return { ok: false, reason: 'too-many-here' }
    if (inAll >= limits.inAll) return { ok: false, reason: 'too-many' }
    const { digestId, choices, language, how } = wish
    await insertSignUp(tx, {
      ...{ address: checked.address, canonical: checked.canonical, mailbox: mailboxOf(checked.canonical), networkGroup: group },
      ...{ digestId, choices, language, how, name: [...cleanText(wish.name)].slice(0, LONGEST.name).join('') },
      wordingId: await ensureWording(tx, wish.wording, now),
      asked: { ...tidied(wish.from), at: now },
    })
    return { ok: true }
  })
  if (asked.ok) store.dialect.bell.ring()
  return asked
}

const tidied = ({ network, browser }: Whereabouts): Whereabouts => ({
  network: cleanText(network).slice(0, LONGEST.network),
  browser: cleanText(browser).slice(0, LONGEST.browser).toWellFormed(),
})
