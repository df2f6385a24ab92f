import { saying, type Saying } from '../domain/saying.ts'
import { addressFault } from '../domain/address-fault.ts'
import { checkAddress } from '../domain/address.ts'
import type { Language } from '../domain/briefing.ts'
import { cleanText } from '../domain/clean-text.ts'
import { NOWHERE, type ConsentPath } from '../domain/consent.ts'
import type { Instant } from '../domain/instant.ts'
import type { Format } from '../domain/part.ts'
import type { MailWishes } from '../domain/choice.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import type { ReaderHour } from '../domain/reader-hour.ts'
import type { Topic } from '../domain/topic.ts'
import { appendConsent } from '../store/consents.ts'
import type { Store } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { findDigest, listDigestTopics } from '../store/digests.ts'
import { saveMailWishes } from '../store/mail-wishes.ts'
import { ensureSubscriber } from '../store/subscribers.ts'
import { findSubscription, saveSubscription } from '../store/subscriptions.ts'
import { findSuppression, liftSuppression } from '../store/suppressions.ts'
import { listTopics } from '../store/topics.ts'
import { ensureWording } from '../store/wordings.ts'
import { changeChoices } from './change-choices.ts'
import { isOwnAddress } from './is-own-address.ts'
import type { Publication } from './publication.ts'

/** A wish for one digest. `topics` by slug. */
export type Wish = {
  address: string
  name: string
  digest: string
  topics: string[]
  hour: ReaderHour
  languages: Language[]
  format: Format
  /** Left out: they stay as they are. */
  quiet?: QuietHours | null
  silentNote?: boolean
  mails?: Partial<MailWishes>
  /** The reader had left and asks for the mails again. */
  comeBack?: boolean
  /** How the address came here; from the command line where nothing is said. */
  /** Where and how this person agreed, in the words of who says so. */
  consent?: string | undefined
  how?: Extract<ConsentPath, 'api' | 'command-line' | 'desk' | 'import' | 'samples'>
}

export const LONGEST_NAME = 80

const LIFT = { reasons: ['unsubscribed'] as const, note: 'asked to come back', by: 'person' }

export type SubscribeTools = { store: Store; publication: Pick<Publication, 'hashAddress' | 'sender' | 'bounceDomain'> }

export type Subscribed = { ok: true; subscriptionId: number; subscriberId: number } | { ok: false; message: Saying }

/** Makes a subscription, or changes the one that this address has for the digest. Who has left stays away unless asking to come back. */
export async function subscribe({ store, publication }: SubscribeTools, wish: Wish, now: Instant): Promise<Subscribed> {
  const checked = checkAddress(wish.address)
  if (!checked.ok)
    return {
      ok: false,
      message: saying('refusals.no-address', { address: JSON.stringify(wish.address), why: addressFault(checked.reason) }),
    }
  const digest = await findDigest(store.db, wish.digest)
  if (!digest) return { ok: false, message: saying('refusals.no-digest', { slug: wish.digest }) }
  const topics = await topicsOf(store, wish.topics, digest.id)
  if (!topics.ok) return topics
  if (wish.languages.length === 0) return { ok: false, message: saying('refusals.no-language') }
  const name = cleanText(wish.name)
  if ([...name].length > LONGEST_NAME) return { ok: false, message: saying('refusals.name-long', { most: LONGEST_NAME }) }
  const { canonical } = checked
  if (isOwnAddress(canonical, publication)) return { ok: false, message: saying('refusals.own-address') }
  const suppression = await findSuppression(store.db, canonical, publication.hashAddress(canonical))
  const comesBack = wish.comeBack === true && suppression?.reason === 'unsubscribed'
  if (suppression && !comesBack)
    return { ok: false, message: saying('refusals.suppressed', { reason: saying(`delivery.reason-${suppression.reason}`) }) }
  return inTransaction(store.db, async (tx) => {
    const subscriberId = await ensureSubscriber(tx, { address: checked.address, canonical: checked.canonical, name }, now)
    const ref = { subscriberId, digestId: digest.id }
    if (comesBack) await liftSuppression(tx, { ...LIFT, canonical, hashes: publication.hashAddress(canonical) }, now)
    const known = await findSubscription(tx, ref)
    if (known?.state === 'ended' && !wish.comeBack)
      return {
        ok: false,
        message: saying('refusals.unsubscribed', { address: wish.address, digest: wish.digest }),
      }
    const { hour, languages, format } = wish
    const { quiet, silentNote } = wish
    const choices = {
      hour,
      languages,
      format,
      topicIds: topics.ids,
      ...(quiet !== undefined && { quiet }),
      ...(silentNote !== undefined && { silentNote }),
    }
    const who = { subscriberId, by: 'person' as const, now }
    const subscriptionId = await changeChoices(tx, who, async () => {
      if (wish.mails) await saveMailWishes(tx, subscriberId, wish.mails)
      return saveSubscription(tx, ref, choices, now)
    })
    if (known?.state !== 'active') {
      const here = { ...NOWHERE, at: now }
      const wordingId = wish.consent === undefined ? null : await ensureWording(tx, { language: 'en', text: wish.consent }, now)
      const consent = { ...ref, address: checked.address, how: wish.how ?? 'command-line', wordingId, asked: here, given: here }
      await appendConsent(tx, consent)
    }
    return { ok: true, subscriptionId, subscriberId }
  })
}

/** The ids of topics that a digest offers, by their slugs, those of former times too. */
export async function topicsOf(
  store: Store,
  slugs: string[],
  digestId: number,
): Promise<{ ok: true; ids: number[] } | { ok: false; message: Saying }> {
  const offered = await listDigestTopics(store.db, digestId)
  const all = await listTopics(store.db)
  const known = offered.length === 0 ? all : all.filter((topic) => offered.includes(topic.id))
  const isMeant = (topic: Topic, slug: string): boolean => topic.slug === slug || topic.formerly.includes(slug)
  const unknown = slugs.filter((slug) => !known.some((topic) => isMeant(topic, slug)))
  const there = known.map((topic) => topic.slug).join(', ') || saying('refusals.none-yet')
  if (unknown.length > 0)
    return { ok: false, message: saying('refusals.digest-no-topics', { names: unknown.map((slug) => `"${slug}"`).join(', '), there }) }
  const ids = known.filter((topic) => slugs.some((slug) => isMeant(topic, slug))).map((topic) => topic.id)
  return ids.length > 0 ? { ok: true, ids: ids.sort((a, b) => a - b) } : { ok: false, message: saying('refusals.choose-topics', { there }) }
}
