import { domainGroupOf } from '../domain/domain-group.ts'
import type { Instant } from '../domain/instant.ts'
import { pauseReason } from '../domain/reputation.ts'
import type { Db } from '../store/dialect.ts'
import { holdIssue } from '../store/held-issues.ts'
import { addToIssues, isStillGoing, markPaused } from '../store/issue-counts.ts'
import { addToReputation, hourOf, type HourCounts } from '../store/reputation.ts'
import type { Publication } from './publication.ts'
import type { RecipientNews } from './recipient-news.ts'

/** How mails of one issue to one receiver ended in one hour. */
export type SentMails = { issueId: number; receiver: string; hour: Instant; accepted: number; refused: number; dead: number }

export type MailsCounted = { paused: { issueId: number; reason: string }[] }

/**
 * Adds to the counts by which our reputation is seen, and those of the issues; an issue with too many mails that come back or are complained
 * of pauses. What is reported later counts for the hour in which the mail left: rates are about the same mails above and below the line.
 */
export async function countMails(
  tx: Db,
  sender: Publication['sender'],
  { news, sent }: { news: RecipientNews[]; sent: SentMails[] },
): Promise<MailsCounted> {
  const reported = news.filter(({ heard, said }) => heard === 'report' && said !== 'works')
  if (reported.length === 0 && sent.length === 0) return { paused: [] }
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
  await addToReputation(tx, domain, summed([...sent, ...reported.map(hourCountsOf)]))
  const counted = await addToIssues(tx, issueCountsOf(reported, sent))
  const paused: MailsCounted['paused'] = []
  for (const issue of counted) {
    const reason = issue.hasPaused ? undefined : pauseReason(issue)
    if (reason === undefined || !(await isStillGoing(tx, issue.issueId))) continue
    const at = Math.max(...news.map((each) => each.at), ...sent.map(({ hour }) => hour))
    await markPaused(tx, issue.issueId, at)
    if (await holdIssue(tx, issue.issueId, { reason, at })) paused.push({ issueId: issue.issueId, reason })
  }
  return { paused }
}

function hourCountsOf({ canonical, leftAt, said }: RecipientNews): HourCounts {
  const at = { hour: hourOf(leftAt), receiver: domainGroupOf(canonical) }
  if (said === 'complained') return { ...at, complained: 1 }
  return { ...at, bounced: 1, dead: said === 'dead' ? 1 : 0 }
}

function summed(counts: HourCounts[]): HourCounts[] {
  const sums = new Map<string, Required<HourCounts>>()
  for (const { hour, receiver, accepted = 0, refused = 0, bounced = 0, complained = 0, dead = 0 } of counts) {
    const key = `${hour} ${receiver}`
    const sum = sums.get(key) ?? { hour, receiver, accepted: 0, refused: 0, bounced: 0, complained: 0, dead: 0 }
    sum.accepted += accepted
    sum.refused += refused
    sum.bounced += bounced
    sum.complained += complained
    sum.dead += dead
    sums.set(key, sum)
  }
  return [...sums.values()]
}

function issueCountsOf(
  reported: RecipientNews[],
  sent: SentMails[],
): { issueId: number; gone: number; failed: number; complained: number }[] {
  const sums = new Map<number, { issueId: number; gone: number; failed: number; complained: number }>()
  const sumOf = (issueId: number): { gone: number; failed: number; complained: number } => {
    const sum = sums.get(issueId) ?? { issueId, gone: 0, failed: 0, complained: 0 }
    sums.set(issueId, sum)
    return sum
  }
  for (const { issueId, accepted, refused } of sent) {
    sumOf(issueId).gone += accepted + refused
    sumOf(issueId).failed += refused
  }
  for (const { issueId, said } of reported) {
    if (issueId === undefined) continue
    if (said === 'complained') sumOf(issueId).complained++
    else sumOf(issueId).failed++
  }
  return [...sums.values()]
}
