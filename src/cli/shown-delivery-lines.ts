import type { ListedAttempt } from '../store/listings/attempts.ts'
import type { ListedNews } from '../store/listings/delivery-news.ts'
import type { ShownDelivery } from '../store/listings/shown-delivery.ts'
import { columns, timeText } from './door.ts'

/** One delivery as people read it on a terminal. */
export function shownDeliveryLines(shown: ShownDelivery): string[] {
  const { id, address, digest, issueId, issueNumber, stories, attempts, news } = shown
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
    news.length === 0 ? 'News since: none' : `News since: ${news.length}`,
    ...(news.length === 0 ? [] : columns([NEWS_HEADINGS, ...news.map(newsRow)])),
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

const NEWS_HEADINGS = ['  when', 'what', 'class', 'follows', 'code', 'via', 'said']

const newsRow = ({ heardAt, kind, class: said, reason, follows, replyCode, status, via, provider, text }: ListedNews): string[] => [
  `  ${timeText(heardAt)}`,
  kind,
  `${said}, ${reason}`,
  follows,
  [replyCode, status].filter((code) => code !== null).join(' ') || '-',
  provider ?? via,
  text,
]
