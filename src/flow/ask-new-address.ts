import { checkAddress } from '../domain/address.ts'
import type { Whereabouts } from '../domain/consent.ts'
import { DAY, type Instant } from '../domain/instant.ts'
import type { NoticeContent } from '../domain/notice.ts'
import { wordsFor } from '../render/words.ts'
import { countAddressChanges, dropAddressChanges, insertAddressChange } from '../store/address-changes.ts'
import type { Store } from '../store/dialect.ts'
import { countNotices, hasComeBack } from '../store/notices.ts'
import { getSubscriber } from '../store/subscribers.ts'
import { isOwnAddress } from './is-own-address.ts'
import { isSuppressed } from './is-suppressed.ts'
import type { Publication } from './publication.ts'
import { queueNotice, ringForNotices } from './queue-notice.ts'
import { inTransaction } from '../store/in-transaction.ts'

export type AddressAsked = { ok: true } | { ok: false; reason: 'no-address' }

type Wish = { subscriberId: number; address: string; language: string; from: Whereabouts }

const MOST_A_DAY = 5
const MOST_TO_ONE = 3

/**
 * Takes down that a reader wants the mails at another address, and asks for a yes in the mailbox there; until then nothing changes. The
 * answer is the same whether the address is known, suppressed, or has been asked too often.
 */
export async function askNewAddress(store: Store, publication: Publication, wish: Wish, now: Instant): Promise<AddressAsked> {
  const { subscriberId, language, from } = wish
  const checked = checkAddress(wish.address.trim())
  if (!checked.ok || isOwnAddress(checked.canonical, publication)) return { ok: false, reason: 'no-address' }
  const { address, canonical } = checked
  await inTransaction(store.db, async (tx) => {
    const known = await getSubscriber(tx, subscriberId)
    if ((await countAddressChanges(tx, subscriberId, now - DAY)) >= MOST_A_DAY) return
    await dropAddressChanges(tx, subscriberId, now)
    const old = { address: known.address, canonical: known.canonical }
    const id = await insertAddressChange(tx, { subscriberId, old, address, canonical, asked: { ...from, at: now } })
    if ((await isSuppressed(tx, publication, canonical)) || (await hasComeBack(tx, canonical))) return
    if ((await countNotices(tx, { canonical, kind: 'confirm-address', since: now - DAY })) >= MOST_TO_ONE) return
    const content = confirmContent(publication, language, publication.links.newAddress(id))
    await queueNotice(tx, { kind: 'confirm-address', address, canonical, language, content }, now)
  })
  ringForNotices(store)
  return { ok: true }
}

/** The reader thinks better of it: the link that was sent does nothing any more. */
export const dropNewAddress = (store: Store, subscriberId: number, now: Instant): Promise<void> =>
  dropAddressChanges(store.db, subscriberId, now)

function confirmContent({ sender }: Publication, language: string, url: string): NoticeContent {
  const words = wordsFor(language)
  return {
    subject: words.say('noticeMoveSubject'),
    heading: words.say('noticeMoveSubject'),
    paragraphs: [words.say('noticeMove', { publication: sender.name })],
    button: { label: words.say('noticeMoveButton'), url },
    remarks: [words.say('noticeMoveNot')],
  }
}
