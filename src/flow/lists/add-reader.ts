import { addressFault } from '../../domain/address-fault.ts'
import { checkAddress } from '../../domain/address.ts'
import { cleanText } from '../../domain/clean-text.ts'
import { NOWHERE } from '../../domain/consent.ts'
import { saying, type Saying } from '../../domain/saying.ts'
import type { SignUpLimits } from '../../domain/sign-up.ts'
import type { Digest } from '../../domain/digest.ts'
import { findDigest } from '../../store/digests.ts'
import { findSubscriber } from '../../store/subscribers.ts'
import { findSubscription } from '../../store/subscriptions.ts'
import { findSuppression } from '../../store/suppressions.ts'
import { askToSubscribe, type SignUpAsked } from '../ask-to-subscribe.ts'
import { asDeed, type ListTools } from '../desk/as-deed.ts'
import { subscribe, topicsOf, type Wish } from '../subscribe.ts'
import type { By } from './act-on-reader.ts'

export type NewReader = Omit<Wish, 'comeBack' | 'how' | 'consent'> & {
  /** Where and how this person agreed, or asked for it: nobody is added without. */
  consent: string
  /** The person has agreed elsewhere already. Otherwise a mail asks for a click, and nothing else is sent before it. */
  hasAgreed: boolean
}

/** `subscriberId` is missing where the person is asked first. */
export type ReaderAdded = { ok: true; subscriberId?: number } | { ok: false; message: Saying }

const LONGEST_CONSENT = 1000

/** Adds one person to a digest. Who is suppressed or has left stays so: only that person comes back. */
export async function addReader(tools: ListTools, wanted: NewReader, limits: SignUpLimits, { actor, now }: By): Promise<ReaderAdded> {
  const consent = cleanText(wanted.consent).slice(0, LONGEST_CONSENT)
  if (consent === '') return no(saying('refusals.no-consent'))
  const stands = await standingOf(tools, wanted)
  if (!stands.ok) return stands
  const { digest, topics, hasAgreed } = wanted
  const deed = { action: 'subscriber.add', subject: 'subscriber', after: { digest, topics, hasAgreed, consent }, actor, now }
  return asDeed(tools, deed, (inside) =>
    hasAgreed
      ? subscribe(inside, { ...wanted, consent, how: 'desk' }, now)
      : ask(inside, { ...wanted, consent }, { digest: stands.digest, limits, now }),
  )
}

async function standingOf(
  { store: { db }, publication }: ListTools,
  wanted: NewReader,
): Promise<{ ok: true; digest: Digest } | { ok: false; message: Saying }> {
  const checked = checkAddress(wanted.address)
  if (!checked.ok) return no(saying('refusals.no-address', { address: wanted.address.slice(0, 80), why: addressFault(checked.reason) }))
  const digest = await findDigest(db, wanted.digest)
  if (!digest) return no(saying('refusals.no-digest', { slug: wanted.digest }))
  const { canonical, address } = checked
  const suppression = await findSuppression(db, canonical, publication.hashAddress(canonical))
  if (suppression) return no(saying('refusals.stays-suppressed', { address, reason: saying(`delivery.reason-${suppression.reason}`) }))
  const subscriber = await findSubscriber(db, canonical)
  const known = subscriber && (await findSubscription(db, { subscriberId: subscriber.id, digestId: digest.id }))
  if (known?.state === 'active') return no(saying('refusals.reads-already', { address }))
  return known ? no(saying('refusals.stays-away', { address })) : { ok: true, digest }
}

async function ask(
  { store, publication }: ListTools,
  wanted: NewReader,
  { digest, limits, now }: { digest: Digest; limits: SignUpLimits; now: By['now'] },
): Promise<ReaderAdded> {
  const { address, name, hour, languages, format, consent } = wanted
  const topics = await topicsOf(store, wanted.topics, digest.id)
  if (!topics.ok) return topics
  const [language] = languages
  if (language === undefined) return no(saying('refusals.no-language'))
  const choices = { hour, languages, format, topicIds: topics.ids }
  const wish = {
    address,
    name,
    digestId: digest.id,
    choices,
    language,
    how: 'desk' as const,
    wording: { language: 'en', text: consent },
    from: NOWHERE,
  }
  const asked = await askToSubscribe(store, wish, { publication, limits: { ...limits, perNetwork: limits.inAll }, now })
  return asked.ok ? { ok: true } : no(whyNot(asked))
}

function whyNot({ reason }: Extract<SignUpAsked, { ok: false }>): Saying {
  return reason === 'too-many' || reason === 'too-many-here' ? saying('lists.not-too-many') : addressFault(reason)
}

const no = (message: Saying): { ok: false; message: Saying } => ({ ok: false, message })
