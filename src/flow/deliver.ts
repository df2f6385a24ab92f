import { setImmediate as nextTurn } from 'node:timers/promises'
import { ITS_TURN } from '../domain/delivery.ts'
import { MINUTE, type Instant } from '../domain/instant.ts'
import { countPositions, listPositions } from '../domain/positions.ts'
import { fingerprintOf } from '../mail/fingerprint.ts'
import { messageDateOf } from '../mail/message-date.ts'
import { replyOf, type SendResult } from '../mail/send-result.ts'
import type { Attempt } from '../store/attempts.ts'
import { markPosting, type ClaimedDelivery, type DueDelivery, type Settlement } from '../store/deliveries.ts'
import type { LastWord } from '../store/last-words.ts'
import type { Db } from '../store/dialect.ts'
import { idsOf } from '../store/subscriptions.ts'
import type { EditionOf, Shares } from './arrange-sections.ts'
import { loadFrozenIssue, type FrozenIssue } from './frozen-issue.ts'
import { askLastWords } from './ask-last-words.ts'
import { inGroups } from './in-groups.ts'
import { makeIssueGuard } from './issue-guard.ts'
import { membersOf, partLeavers, shareEnd, type Asked, type Leaver } from './leaving-together.ts'
import { makePaceKeeper, type Heard } from './pace-keeper.ts'
import { putTogether } from './put-together.ts'
import { recipientNews } from './recipient-news.ts'
import { recordEnds, type DeliveryEnd } from './record-ends.ts'
import { remember } from './remember.ts'
import type { SenderContext } from './sender-context.ts'
import { openSentCounter } from './sent-counter.ts'
import { settlementOf } from './settle.ts'
import { shareTransactions } from './shared-transaction.ts'

/** How a delivery left our hands: what the attempt came to, or that there was none. */
export type Left = SendResult['outcome'] | 'withheld' | 'held'

export type Sender = {
  /** Delivers one claimed delivery to its end: accepted, refused, doubtful, withheld, or back in the queue. Never throws. */
  deliver: (delivery: DueDelivery) => Promise<Left>
  /** Puts claimed deliveries back, untouched, for the next sender: at once, or when their turn comes. */
  handBack: (deliveries: (DueDelivery & { nextAt?: Instant })[]) => Promise<void>
  /** Writes down what has been counted and not written yet. */
  finish: () => Promise<void>
}

type End = DeliveryEnd & { heard?: Heard & { issueId: number } }

// Longer than a message may take over its line.
const POSTING_LEASE = 20 * MINUTE
const ISSUES_IN_MEMORY = 8

/**
 * Makes a sender. One delivery goes: last word → put together → SMTP → posting → final dot → settle. What many deliveries ask of the
 * database at the same time is asked in groups, one statement or transaction for all.
 */
export function makeSender(context: SenderContext, keeper = makePaceKeeper(context)): Sender {
  const { store, clock } = context
  const askLastWord = inGroups((ids: number[]) => askLastWords(store, context.publication, ids))
  const inTransaction = shareTransactions(store.db)
  const post = inGroups((mails: ClaimedDelivery[][]) => inTransaction((tx) => postGroup(tx, mails, clock() + POSTING_LEASE)))
  const counter = openSentCounter()
  const record = inGroups(async (mails: End[][]) => {
    const ends = mails.flat()
    for (const { settlement, heard } of ends) if (heard) counter.add({ ...heard, settlement })
    const sent = counter.take(
      clock(),
      ends.some(({ news }) => news),
    )
    const lessons = keeper.lessonsOf(
      ends.flatMap(({ heard }) => heard ?? []),
      clock(),
    )
    await recordEnds({ ...context, inTransaction }, { ends, sent, teach: (tx) => keeper.writeDown(tx, lessons) })
    keeper.learned(lessons)
    return mails
  })
  const guard = makeIssueGuard(context)
  const frozenIssue = remember((key: string) => loadPrinting(store.db, key), ISSUES_IN_MEMORY)

  const settle = async ({ delivery, mail, result, word, usefulUntil, attempts = [] }: Attempted): Promise<Left> => {
    const [leading = delivery] = mail
    const tried = { ...leading, tried: delivery.tried }
    const end = settlementOf({ delivery: tried, result, ...(usefulUntil && { usefulUntil }), at: clock(), jitter: context.random() })
    const news = word && recipientNews({ delivery: leading, word, settlement: end, result })
    const heard = { ...delivery, result }
    const ends = shareEnd(end, mail).map((settlement, index): End => ({
      settlement,
      ...(attempts[index] && { attempt: attempts[index] }),
      // One mail was sent, so what it says of the mailbox and of the receiver counts once.
      ...(index === 0 && { news, heard }),
    }))
    await record(ends)
    return result.outcome
  }
  const ask = async (claimed: ClaimedDelivery): Promise<Asked> => {
    const word = await askLastWord(claimed.id)
    const delivery = { ...claimed, printing: word?.printing ?? claimed.printing }
    const issue = await frozenIssue(`${delivery.issueId} ${delivery.printing}`)
    return { delivery, issue, word, usefulUntil: delivery.dueAt + issue.digest.usefulFor }
  }
  const attemptDelivery = async (delivery: DueDelivery): Promise<Left> => {
    const asked = await Promise.all(membersOf(delivery).map(ask))
    const { leaving, staying } = partLeavers(asked, clock())
    if (staying.length > 0) await record(staying.map((settlement) => ({ settlement })))
    const [leading] = leaving
    if (!leading) return staying.some(({ to }) => to === 'queued') ? 'held' : 'withheld'
    const mail = leaving.map((one) => one.delivery)
    const sent = await send(context, leaving as [Leaver, ...Leaver[]], () => post(mail))
    const usefulUntil = Math.max(...leaving.map((one) => one.usefulUntil))
    const left = await settle({ delivery, mail, word: leading.word, usefulUntil, ...sent })
    for (const { issueId } of mail) await guard.hear({ issueId, canonical: leading.word.canonical, result: sent.result })
    return left
  }

  return {
    deliver: async (delivery) => {
      try {
        return await attemptDelivery(delivery)
      } catch (error) {
        // A fault of ours: this delivery waits and is tried again, the others go on.
        context.failed(`delivery ${delivery.id}`, error)
        const result = { outcome: 'deferred' as const, ...replyOf(`our own fault: ${String(error)}`, null) }
        // No conversation is kept of it, so that the waits grow with the claims.
        return settle({ delivery: { ...delivery, tried: delivery.attempts - 1 }, mail: membersOf(delivery), result })
      }
    },
    handBack: async (deliveries) => {
      await Promise.all(
        deliveries.map((delivery) => {
          const back: Settlement = {
            ...{ id: delivery.id, attempts: delivery.attempts, to: 'queued' },
            reason: delivery.nextAt === undefined ? null : ITS_TURN,
            nextAt: delivery.nextAt ?? delivery.dueAt,
          }
          return record(shareEnd(back, membersOf(delivery)).map((settlement) => ({ settlement })))
        }),
      )
    },
    finish: async () => {
      const sent = counter.take(clock(), true)
      if (sent.length > 0) await recordEnds({ ...context, inTransaction }, { ends: [], sent, teach: () => Promise.resolve() })
    },
  }
}

/** By `7 1`: issue 7 in its first printing. */
function loadPrinting(db: Db, key: string): Promise<FrozenIssue> {
  const [issueId = 0, printing = 0] = key.split(' ').map(Number)
  return loadFrozenIssue(db, issueId, printing)
}

type Attempted = {
  delivery: DueDelivery
  /** Those that went out, the leading one first. */
  mail: ClaimedDelivery[]
  result: SendResult
  word?: LastWord
  usefulUntil?: Instant
  attempts?: Attempt[]
}

async function send(
  { publication, transport, clock }: SenderContext,
  leaving: [Leaver, ...Leaver[]],
  post: () => Promise<boolean>,
): Promise<{ result: SendResult; attempts?: Attempt[] }> {
  // Each mail is put together in a turn of its own, so that dots that may leave do so at once: a death between the commit and the dot is
  // the one that leaves a doubtful mail which never arrived.
  await nextTurn()
  const startedAt = clock()
  const datedAt = messageDateOf(leaving[0].delivery.dueAt, startedAt)
  const shares = leaving.map(({ issue, delivery, word }) => ({ frozen: issue, share: shareOf(delivery, word) }))
  const message = await putTogether(shares as Shares, publication, datedAt)
  const result = await transport.send(message, post)
  // When nothing was said about it, there was no attempt.
  if (['unreachable', 'misconfigured', 'lost'].includes(result.outcome)) return { result }
  const made = { startedAt, endedAt: clock(), relay: transport.relay, datedAt, messageHash: fingerprintOf(message) }
  return { result, attempts: leaving.map(({ delivery }) => attemptOf(delivery, result, made)) }
}

export function shareOf(
  delivery: Omit<ClaimedDelivery, 'attempts' | 'dueAt' | 'issueId' | 'printing'>,
  { address }: { address: string },
): EditionOf {
  const { id, subscriberId, stories, topics, language, format } = delivery
  const [positions, more] = [listPositions(stories), countPositions(delivery.more)]
  return { deliveryId: id, subscriberId, address, positions, more, topicIds: idsOf(topics), language, format }
}

function attemptOf(
  { id, attempts }: ClaimedDelivery,
  { outcome, replyCode, enhancedCode, reply, fault }: SendResult,
  made: Pick<Attempt, 'startedAt' | 'endedAt' | 'relay' | 'datedAt' | 'messageHash'>,
): Attempt {
  return { deliveryId: id, number: attempts, outcome, ...made, replyCode, enhancedCode, reply, fault }
}

/** The barrier before the final dot, for all mails that have come to it. A mail goes on when every delivery in it is still ours. */
async function postGroup(tx: Db, mails: ClaimedDelivery[][], leaseUntil: Instant): Promise<boolean[]> {
  const ours = await markPosting(tx, mails.flat(), leaseUntil)
  return mails.map((mail) => mail.every(({ id }) => ours.has(id)))
}
