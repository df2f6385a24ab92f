import { readSubscriptionToken, ROUTES, type SubscriptionRef } from '../domain/links.ts'
import { readToken } from '../domain/link-token.ts'
import { readMessageId, readNoticeMessageId } from '../mail/read-message-id.ts'
import { readReportAddress } from '../mail/report-address.ts'
import type { Publication } from './publication.ts'

/** Whom words of a report name by a token of ours: a delivery, a single mail, or else a subscription. */
export type Named = { deliveryId: number } | { noticeId: number } | { subscription: SubscriptionRef }

/**
 * The first token with our signature in some words: an envelope sender, a Message-ID, a delivery's token by itself (as providers give back
 * our metadata), or a way out. Nobody can make one, and who has one has got that mail.
 */
export function namedIn(words: string[], tools: Pick<Publication, 'bounceDomain' | 'isSigned'>): Named | undefined {
  for (const text of words.slice(0, MOST)) {
    for (const [word] of text.slice(0, LONGEST).matchAll(/[\w.:/@-]{20,400}/g)) {
      const named = namedBy(word.replace(/^mailto:/i, ''), tools)
      if (named) return named
    }
  }
  return undefined
}

const MOST = 20
const LONGEST = 4_000

function namedBy(word: string, tools: Pick<Publication, 'bounceDomain' | 'isSigned'>): Named | undefined {
  const address = readReportAddress(word, tools)
  if (address) return address.kind === 'feedback' ? undefined : address
  const [deliveryId = readMessageId(word, tools.isSigned), ...more] = readToken('bounce', word, tools.isSigned) ?? []
  if (deliveryId !== undefined && more.length === 0) return { deliveryId }
  const noticeId = readNoticeMessageId(word, tools.isSigned)
  if (noticeId !== undefined) return { noticeId }
  const start = word.indexOf(ROUTES.unsubscribe)
  const subscription = readSubscriptionToken(start < 0 ? word : word.slice(start + ROUTES.unsubscribe.length), tools.isSigned)
  return subscription && { subscription }
}
