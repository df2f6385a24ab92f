import type { ListedAttempt } from '../store/listings/attempts.ts'
import type { ShownDelivery } from '../store/listings/shown-delivery.ts'
import { columns, timeText } from './door.ts'

/** One delivery as people read it on a terminal. */
export function shownDeliveryLines(shown: ShownDelivery): string[] {
  const { id, address, digest, issueId, issueNumber, stories, attempts } = shown
  return [
    `Delivery ${id} to ${address}: ${digest} number ${issueNumber} (issue ${issueId})`,
    ...columns([
      ['  state', `${shown.state}${shown.settledAt === null ? '' : ` since ${timeText(shown.settledAt)}`}`],
      ['  reason', shown.reason ?? '-'],
      ['  due', timeText(shown.dueAt)],
      ['  next', timeText(shown.nextAt)],
      ...(shown.leaseUntil === null ? [] : [['  held until', timeText(shown.leaseUntil)]]),
      ['  edition', `${shown.language}, ${shown.format}, topics ${shown.topics.join(', ')}`],
    ]),
    `Stories: ${stories.length}`,
    ...columns(
      stories.map(({ position, title, briefingId, revision }) => [`  ${position + 1}`, title, `briefing ${briefingId} r${revision}`]),
    ),
    attempts.length === 0 ? 'Attempts: none yet' : `Attempts: ${attempts.length}`,
    ...(attempts.length === 0 ? [] : columns([ATTEMPT_HEADINGS, ...attempts.map(attemptRow)])),
  ]
}

const ATTEMPT_HEADINGS = ['  no', 'when', 'took', 'server', 'outcome', 'fault', 'reply']

const attemptRow = ({ number, startedAt, duration, relay, outcome, fault, reply }: ListedAttempt): string[] => [
  `  ${number}`,
  timeText(startedAt),
  `${duration} ms`,
  relay,
  outcome,
  fault ?? '-',
  reply,
]
