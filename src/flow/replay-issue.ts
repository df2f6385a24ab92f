import { saying, type Saying } from '../domain/saying.ts'
import { checkAddress } from '../domain/address.ts'
import type { ComposedMessage } from '../mail/compose-message.ts'
import { fingerprintOf } from '../mail/fingerprint.ts'
import { findDelivery } from '../store/deliveries.ts'
import type { Db } from '../store/dialect.ts'
import { findSentMail } from '../store/mail-members.ts'
import { findSubscriber } from '../store/subscribers.ts'
import type { Shares } from './arrange-sections.ts'
import { shareOf } from './deliver.ts'
import { loadFrozenIssue } from './frozen-issue.ts'
import type { Publication } from './publication.ts'
import { putTogether } from './put-together.ts'

export type Replayed = { ok: true; message: ComposedMessage; attempt: number; outcome: string } | { ok: false; message: Saying }

type Wanted = { issueId: number; as: string; attempt?: number }

/**
 * The mail in which a reader got an issue, byte for byte as it went out: put together once more from the frozen parts, under the date that
 * it had, and compared with the fingerprint that was written down when it was sent. What would differ by a single byte is not shown.
 */
export async function replayIssue(db: Db, { issueId, as, attempt }: Wanted, publication: Publication): Promise<Replayed> {
  const checked = checkAddress(as)
  const subscriber = checked.ok ? await findSubscriber(db, checked.canonical) : undefined
  if (!subscriber) return no(saying('refusals.nobody-has', { address: as }))
  const delivery = await findDelivery(db, { issueId, subscriberId: subscriber.id })
  if (!delivery) return no(saying('refusals.no-delivery', { address: as, id: String(issueId) }))
  const sent = await findSentMail(db, delivery.id, attempt)
  if (!sent) return no(saying('refusals.went-nowhere', { address: as, id: String(delivery.id) }))
  const shares = await Promise.all(
    sent.members.map(async (member) => ({
      frozen: await loadFrozenIssue(db, member.issueId, member.printing),
      share: shareOf(member, subscriber),
    })),
  )
  const message = await putTogether(shares as Shares, publication, sent.datedAt)
  if (fingerprintOf(message) !== sent.messageHash) return no(saying('refusals.replay-changed'))
  return { ok: true, message, attempt: sent.number, outcome: sent.outcome }
}

const no = (message: Saying): { ok: false; message: Saying } => ({ ok: false, message })
