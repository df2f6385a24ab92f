import { checkAddress } from '../domain/address.ts'
import { MINUTE } from '../domain/instant.ts'
import type { Notice } from '../domain/notice.ts'
import { nextAttemptAt } from '../domain/retry.ts'
import type { SendResult } from '../mail/send-result.ts'
import { claimNotices, forgetNotices, markNoticePosting, reclaimNotices, settleNotice, type NoticeEnd } from '../store/notices.ts'
import { messageDateOf } from '../mail/message-date.ts'
import { FORGOTTEN_AFTER } from '../domain/sign-up.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { giveWay } from './give-way.ts'
import { putNoticeTogether } from './put-notice-together.ts'
import { recordNoticeNews, type NoticeNews } from './record-notice-news.ts'
import type { SenderContext } from './sender-context.ts'
import { tellOf } from './tell-of.ts'

// Longer than a message may take over its line.
const LEASE = 20 * MINUTE
const AT_ONCE = 10

/**
 * Sends every single mail that is due, one after the other over a line of its own: however many there are, digests keep their lines, and
 * however many digests there are, somebody who waits for a mail to confirm does not wait for them. As with deliveries, the final dot
 * leaves only after the database knows of it. Gives back how many left our hands.
 */
export async function sendNotices(context: SenderContext, signal: AbortSignal): Promise<number> {
  const { store, transport, clock } = context
  let sent = 0
  while (!signal.aborted && (await transport.ready(signal)) === undefined) {
    const claim = { now: clock(), leaseUntil: clock() + LEASE, limit: AT_ONCE }
    const claimed = await claimNotices(store, claim)
    for (const notice of claimed) {
      sent += await sendOne(context, notice, signal)
      await giveWay()
    }
    if (claimed.length < AT_ONCE) return sent
  }
  return sent
}

/** Takes over what a sender that died had in hand, and forgets what ended a month ago. */
export async function tidyNotices({ store, clock }: SenderContext): Promise<number> {
  await forgetNotices(store.db, clock() - FORGOTTEN_AFTER)
  return reclaimNotices(store.db, clock())
}

async function sendOne(context: SenderContext, notice: Notice, signal: AbortSignal): Promise<number> {
  const { store, clock } = context
  try {
    const ended = signal.aborted ? { end: backAt(clock()) } : await attempt(context, notice)
    await settle(context, notice, ended)
    return ended.end && ended.end.to !== 'queued' ? 1 : 0
  } catch (error) {
    context.failed(`notice ${notice.id}`, error)
    const result = { outcome: 'deferred' as const, replyCode: null, enhancedCode: null, reply: `our own fault: ${String(error)}` }
    const end = endOf(context, notice, result)
    if (end) await settleNotice(store.db, notice, end)
    return 0
  }
}

const backAt = (nextAt: number): NoticeEnd => ({ to: 'queued', reason: null, nextAt })

/** `said`: what the server's last word says about the mailbox. */
type Attempted = { end: NoticeEnd | undefined; said?: NoticeNews['said'] | undefined; note?: string }

async function attempt(context: SenderContext, notice: Notice): Promise<Attempted> {
  const { store, publication, transport, clock } = context
  const now = clock()
  if (now > notice.usefulUntil) return { end: { to: 'expired', reason: 'nobody took it in time', at: now } }
  // A row that came here by another way than a checked form must not reach the mail server.
  const checked = checkAddress(notice.address)
  if (!checked.ok || checked.address !== notice.address) return { end: { to: 'refused', reason: 'the address is not one', at: now } }
  const message = await putNoticeTogether(notice, publication, messageDateOf(notice.createdAt, now))
  const result = await transport.send(message, () => markNoticePosting(store.db, notice, clock() + LEASE))
  const end = endOf(context, notice, result)
  return { end, said: end && end.to !== 'queued' ? saidBy(result, end.to) : undefined, note: result.reply }
}

// "450 user unknown" for a whole day is no certain death.
function saidBy({ fault }: SendResult, to: NoticeEnd['to']): NoticeNews['said'] | undefined {
  if (to === 'refused' && fault === 'recipient-hard') return 'dead'
  const isOver = to === 'refused' || to === 'expired'
  return isOver && (fault === 'recipient-hard' || fault === 'recipient-soft') ? 'failed' : undefined
}

async function settle({ store, publication, clock, failed }: SenderContext, notice: Notice, ended: Attempted): Promise<void> {
  const { end, said, note = '' } = ended
  if (!end) return
  const recorded = await inTransaction(store.db, async (tx) => {
    await settleNotice(tx, notice, end)
    const { id, canonical } = notice
    return (
      said && recordNoticeNews(tx, publication, { notice: { id, canonical, leftAt: clock() }, said, note, heard: 'answer', at: clock() })
    )
  })
  if (recorded) tellOf(recorded, failed)
}

function endOf({ clock, random }: SenderContext, notice: Notice, { outcome, reply }: SendResult): NoticeEnd | undefined {
  const at = clock()
  switch (outcome) {
    case 'accepted':
      return { to: outcome, reason: null, at }
    case 'refused':
    case 'doubtful':
      return { to: outcome, reason: reply, at }
    case 'unreachable':
    case 'misconfigured':
      return { to: 'queued', reason: reply, nextAt: at }
    case 'deferred': {
      const wait = { attempts: notice.attempts, failedAt: at, dueAt: notice.createdAt, usefulUntil: notice.usefulUntil, jitter: random() }
      const nextAt = nextAttemptAt(wait)
      return nextAt === 'expired' ? { to: 'expired', reason: reply, at } : { to: 'queued', reason: reply, nextAt }
    }
    case 'lost':
      return undefined
  }
}
