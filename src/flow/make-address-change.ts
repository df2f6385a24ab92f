import { MOVABLE_FOR, REVOCABLE_FOR } from '../domain/address-change.ts'
import type { Whereabouts, Wording } from '../domain/consent.ts'
import type { Instant } from '../domain/instant.ts'
import type { NoticeContent } from '../domain/notice.ts'
import { frameLanguage, wordsFor } from '../render/words.ts'
import { dropAddressChanges, findAddressChange, settleAddressChange, type AddressChange } from '../store/address-changes.ts'
import { appendConsent } from '../store/consents.ts'
import type { Db, Store } from '../store/dialect.ts'
import { listHoldings } from '../store/holdings.ts'
import { findSubscriber, moveSubscriber } from '../store/subscribers.ts'
import { ensureWording } from '../store/wordings.ts'
import { isSuppressed } from './is-suppressed.ts'
import type { Publication } from './publication.ts'
import { queueNotice, ringForNotices } from './queue-notice.ts'

export type AddressChanged = { ok: true } | { ok: false; reason: 'gone' | 'taken' }

/** `wording`: what the page says above its button. */
type Yes = { changeId: number; given: Whereabouts & { at: Instant }; wording: Wording }

/** Whether a link of the new mailbox still does something. */
export const isMovable = (change: AddressChange | undefined, now: Instant): change is AddressChange =>
  change?.state === 'asked' && change.asked.at + MOVABLE_FOR > now

/**
 * Sends a reader's mails to the new address from now on, since its mailbox has said yes, and tells the old one, which can take it back.
 * Said again, the yes changes nothing. An address that has mails of its own stays what it is.
 */
export async function makeAddressChange(
  store: Store,
  publication: Publication,
  { changeId, given, wording }: Yes,
): Promise<AddressChanged> {
  const changed = await store.db.transaction().execute(async (tx): Promise<AddressChanged> => {
    const change = await findAddressChange(tx, changeId)
    if (change?.state === 'made' && (await findSubscriber(tx, change.canonical))?.id === change.subscriberId) return { ok: true }
    if (!isMovable(change, given.at)) return { ok: false, reason: 'gone' }
    const owner = await findSubscriber(tx, change.canonical)
    if (owner && owner.id !== change.subscriberId) return { ok: false, reason: 'taken' }
    if (!(await settleAddressChange(tx, changeId, { from: 'asked', to: 'made', at: given.at }))) return { ok: false, reason: 'gone' }
    await moveSubscriber(tx, change.subscriberId, change, given.at)
    await keepConsents(tx, change, { given, wordingId: await ensureWording(tx, wording, given.at) })
    await tellOld(tx, publication, change, given.at)
    return { ok: true }
  })
  ringForNotices(store)
  return changed
}

export const isRevocable = (change: AddressChange | undefined, now: Instant): change is AddressChange =>
  change?.state === 'made' && (change.settledAt ?? 0) + REVOCABLE_FOR > now

/** Sends the mails to the old address again: whoever reads its mailbox says that the change was not wanted. */
export async function takeAddressBack(store: Store, changeId: number, now: Instant): Promise<AddressChanged> {
  return store.db.transaction().execute(async (tx): Promise<AddressChanged> => {
    const change = await findAddressChange(tx, changeId)
    const reader = change && (await findSubscriber(tx, change.old.canonical))
    if (change?.state === 'taken-back' && reader?.id === change.subscriberId) return { ok: true }
    if (!isRevocable(change, now)) return { ok: false, reason: 'gone' }
    if (reader && reader.id !== change.subscriberId) return { ok: false, reason: 'taken' }
    if (!(await settleAddressChange(tx, changeId, { from: 'made', to: 'taken-back', at: now }))) return { ok: false, reason: 'gone' }
    await dropAddressChanges(tx, change.subscriberId, now)
    await moveSubscriber(tx, change.subscriberId, change.old, now)
    return { ok: true }
  })
}

async function keepConsents(
  tx: Db,
  { subscriberId, address, asked }: AddressChange,
  { given, wordingId }: Pick<Yes, 'given'> & { wordingId: number },
): Promise<void> {
  const active = (await listHoldings(tx, subscriberId)).filter(({ state }) => state === 'active')
  for (const { digestId } of active) await appendConsent(tx, { subscriberId, address, digestId, how: 'move', wordingId, asked, given })
}

async function tellOld(tx: Db, publication: Publication, { id, subscriberId, old, address }: AddressChange, now: Instant): Promise<void> {
  if (await isSuppressed(tx, publication, old.canonical)) return
  const [first] = await listHoldings(tx, subscriberId)
  const language = frameLanguage(first?.languages ?? [])
  const content = movedContent(publication, language, { address, url: publication.links.oldAddress(id) })
  await queueNotice(tx, { kind: 'address-changed', ...old, language, content }, now)
}

function movedContent({ sender }: Publication, language: string, { address, url }: { address: string; url: string }): NoticeContent {
  const words = wordsFor(language)
  return {
    subject: words.say('noticeMovedSubject'),
    heading: words.say('noticeMovedSubject'),
    paragraphs: [words.say('noticeMoved', { publication: sender.name, address }), words.say('noticeMovedBack')],
    button: { label: words.say('noticeMovedButton'), url },
    remarks: [words.say('noticeMovedUntil')],
  }
}
