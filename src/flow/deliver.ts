import { MINUTE, type Instant } from '../domain/instant.ts'
import { listPositions } from '../domain/positions.ts'
import { messageDateOf } from '../mail/message-date.ts'
import { replyOf, type SendResult } from '../mail/send-result.ts'
import type { Attempt } from '../store/attempts.ts'
import { listLastWords, markPosting, type ClaimedDelivery, type DueDelivery, type LastWord } from '../store/deliveries.ts'
import type { Store } from '../store/dialect.ts'
import { idsOf } from '../store/subscriptions.ts'
import { loadFrozenIssue, type FrozenIssue } from './frozen-issue.ts'
import { inGroups } from './in-groups.ts'
import { makeIssueGuard } from './issue-guard.ts'
import { objectionTo } from './last-word.ts'
import { makePaceKeeper, type Heard } from './pace-keeper.ts'
import { putTogether, type EditionOf } from './put-together.ts'
import { putBack } from './put-back.ts'
import { recipientNews } from './recipient-news.ts'
import { recordEnds, type DeliveryEnd } from './record-ends.ts'
import { remember } from './remember.ts'
import type { SenderContext } from './sender-context.ts'
import { settlementOf } from './settle.ts'

/** How a delivery left our hands: what the attempt came to, or that there was none. */
export type Left = SendResult['outcome'] | 'withheld' | 'held'

export type Sender = {
  /** Delivers one claimed delivery to its end: accepted, refused, doubtful, withheld, or back in the queue. Never throws. */
  deliver: (delivery: DueDelivery) => Promise<Left>
  /** Puts claimed deliveries back, untouched, for the next sender: at once, or when their turn comes. */
  handBack: (deliveries: (ClaimedDelivery & { nextAt?: Instant })[]) => Promise<void>
}

// Longer than a message may take over its line.
const POSTING_LEASE = 20 * MINUTE
const ISSUES_IN_MEMORY = 8

/**
 * Makes a sender. One delivery goes: last word → put together → SMTP → posting → final dot → settle. What many deliveries ask of the
 * database at the same time is asked in groups, one statement or transaction for all.
 */
export function makeSender(context: SenderContext, keeper = makePaceKeeper(context)): Sender {
  const { store, clock } = context
  const askLastWord = inGroups((ids: number[]) => lastWords(store, ids))
  const post = inGroups((held: ClaimedDelivery[]) => postGroup(store, held, clock() + POSTING_LEASE))
  const record = inGroups(async (ends: (DeliveryEnd & { heard?: Heard })[]) => {
    const lessons = keeper.lessonsOf(
      ends.flatMap(({ heard }) => heard ?? []),
      clock(),
    )
    await recordEnds(context, ends, (tx) => keeper.writeDown(tx, lessons))
    keeper.learned(lessons)
    return ends
  })
  const guard = makeIssueGuard(context)
  const frozenIssue = remember((issueId: number) => loadFrozenIssue(store.db, issueId), ISSUES_IN_MEMORY)

  const settle = async (of: Attempted): Promise<Left> => {
    const { attempt, word, ...attempted } = of
    const settlement = settlementOf({ ...attempted, at: clock(), jitter: context.random() })
    const news = settlement && word && recipientNews({ delivery: of.delivery, word, settlement, result: of.result })
    if (settlement) await record({ settlement, news, heard: { ...of.delivery, result: of.result }, ...(attempt && { attempt }) })
    return of.result.outcome
  }
  const attemptDelivery = async (delivery: DueDelivery): Promise<Left> => {
    const issue = await frozenIssue(delivery.issueId)
    const usefulUntil = delivery.dueAt + issue.digest.usefulFor
    const word = await askLastWord(delivery.id)
    const objection = objectionTo(word, { usefulUntil, now: clock() })
    if (word && objection === undefined) {
      if (word.held !== null) {
        await record({ settlement: putBack(delivery, word.held, clock()) })
        return 'held'
      }
      const sent = await send(context, { delivery, word, issue }, () => post(delivery))
      const left = await settle({ delivery, word, usefulUntil, ...sent })
      await guard.hear({ issueId: delivery.issueId, canonical: word.canonical, result: sent.result })
      return left
    }
    await record({ settlement: { ...delivery, to: 'withheld', reason: objection ?? null, at: clock() } })
    return 'withheld'
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
        return settle({ delivery: { ...delivery, tried: delivery.attempts - 1 }, result })
      }
    },
    handBack: async (deliveries) => {
      await Promise.all(
        deliveries.map((delivery) =>
          record({
            settlement: {
              ...delivery,
              to: 'queued',
              reason: delivery.nextAt === undefined ? null : 'waits for its turn: "transport status" shows the pace of every receiver',
              nextAt: delivery.nextAt ?? delivery.dueAt,
            },
          }),
        ),
      )
    },
  }
}

type Attempted = { delivery: DueDelivery; word?: LastWord; result: SendResult; usefulUntil?: Instant; attempt?: Attempt }

type Prepared = { delivery: ClaimedDelivery; word: LastWord; issue: FrozenIssue }

async function send(
  { publication, transport, clock }: SenderContext,
  { delivery, word, issue }: Prepared,
  post: () => Promise<boolean>,
): Promise<{ result: SendResult; attempt?: Attempt }> {
  const startedAt = clock()
  const message = await putTogether(issue, shareOf(delivery, word), publication, messageDateOf(delivery.dueAt, startedAt))
  const result = await transport.send(message, post)
  // When nothing was said about it, there was no attempt.
  if (result.outcome === 'unreachable' || result.outcome === 'misconfigured') return { result }
  return { result, attempt: attemptOf(delivery, result, { startedAt, endedAt: clock(), relay: transport.relay }) }
}

export function shareOf(delivery: Omit<ClaimedDelivery, 'attempts' | 'dueAt' | 'issueId'>, { address }: { address: string }): EditionOf {
  const { id, subscriberId, stories, topics, language, format } = delivery
  return { deliveryId: id, subscriberId, address, positions: listPositions(stories), topicIds: idsOf(topics), language, format }
}

function attemptOf(
  { id, attempts }: ClaimedDelivery,
  { outcome, replyCode, enhancedCode, reply, fault }: SendResult,
  when: { startedAt: Instant; endedAt: Instant; relay: string },
): Attempt {
  return { deliveryId: id, number: attempts, outcome, ...when, replyCode, enhancedCode, reply, fault }
}

async function lastWords(store: Store, ids: number[]): Promise<(LastWord | undefined)[]> {
  const words = new Map((await listLastWords(store.db, ids)).map((word) => [word.id, word]))
  return ids.map((id) => words.get(id))
}

/** The barrier before the final dot, for all mails that have come to it. */
async function postGroup(store: Store, held: ClaimedDelivery[], leaseUntil: Instant): Promise<boolean[]> {
  const ours = await markPosting(store.db, held, leaseUntil)
  return held.map(({ id }) => ours.has(id))
}
