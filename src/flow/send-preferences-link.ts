import { checkAddress } from '../domain/address.ts'
import { DAY, type Instant } from '../domain/instant.ts'
import type { NoticeContent } from '../domain/notice.ts'
import { frameLanguage, wordsFor } from '../render/words.ts'
import type { Store } from '../store/dialect.ts'
import { listHoldings } from '../store/holdings.ts'
import { countNotices } from '../store/notices.ts'
import { findSubscriber } from '../store/subscribers.ts'
import { isSuppressed } from './is-suppressed.ts'
import type { Publication } from './publication.ts'
import { queueNotice, ringForNotices } from './queue-notice.ts'

const MOST_A_DAY = 3

/**
 * Sends the link to the preferences to an address that we know, if it was not sent too often today. Says nothing about what it did:
 * nobody is to learn from us whether an address is known.
 */
export async function sendPreferencesLink(store: Store, publication: Publication, typed: string, now: Instant): Promise<void> {
  const checked = checkAddress(typed.trim())
  if (!checked.ok) return
  await store.db.transaction().execute(async (tx) => {
    const reader = await findSubscriber(tx, checked.canonical)
    if (!reader || (await isSuppressed(tx, publication, reader.canonical))) return
    const { address, canonical } = reader
    if ((await countNotices(tx, { canonical, kind: 'find-preferences', since: now - DAY })) >= MOST_A_DAY) return
    const holdings = await listHoldings(tx, reader.id)
    const one = holdings.find(({ state }) => state === 'active') ?? holdings[0]
    if (!one) return
    const language = frameLanguage(one.languages)
    const content = linkContent(language, publication.links.preferences({ subscriberId: reader.id, digestId: one.digestId }))
    await queueNotice(tx, { kind: 'find-preferences', address, canonical, language, content }, now)
  })
  ringForNotices(store)
}

function linkContent(language: string, url: string): NoticeContent {
  const words = wordsFor(language)
  return {
    subject: words.say('noticeLostSubject'),
    heading: words.say('noticeLostSubject'),
    paragraphs: [words.say('noticeLost')],
    button: { label: words.say('noticeLostButton'), url },
    remarks: [words.say('noticeLostNot')],
  }
}
