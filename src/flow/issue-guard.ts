import { domainGroupOf } from '../domain/domain-group.ts'
import { watchIssue, type IssueAnswer, type IssueWatch } from '../domain/issue-watch.ts'
import { nameNobody } from '../domain/name-nobody.ts'
import type { SendResult } from '../mail/send-result.ts'
import { holdIssue } from '../store/held-issues.ts'
import type { SenderContext } from './sender-context.ts'

type Heard = { issueId: number; canonical: string; result: SendResult }

/** Hears every answer and holds an issue that servers refuse for what it is. Never throws. */
export type IssueGuard = { hear: (heard: Heard) => Promise<void> }

const ISSUES_IN_MEMORY = 100

/** Makes a guard. It counts what one sender hears: others count for themselves, and a new start begins anew. */
export function makeIssueGuard({ store, clock, failed }: Pick<SenderContext, 'store' | 'clock' | 'failed'>): IssueGuard {
  const watches = new Map<number, IssueWatch>()
  const watchOf = (issueId: number): IssueWatch => {
    const watch = watches.get(issueId) ?? watchIssue()
    watches.set(issueId, watch)
    for (const oldest of watches.keys()) if (watches.size > ISSUES_IN_MEMORY) watches.delete(oldest)
    return watch
  }
  return {
    hear: async ({ issueId, canonical, result }) => {
      if (watchOf(issueId).hear(answerIn(result), domainGroupOf(canonical)) === 'go on') return
      watches.delete(issueId)
      const reason = reasonOf(result)
      try {
        if (!(await holdIssue(store.db, issueId, { reason, at: clock() }))) return
        failed(`issue ${issueId}`, new Error(`It is held: ${reason}. "issue resume ${issueId}" lets it go on once that is mended.`))
      } catch (error) {
        failed(`holding issue ${issueId}`, error)
      }
    },
  }
}

function answerIn({ outcome, fault }: SendResult): IssueAnswer {
  if (outcome === 'accepted') return 'accepted'
  return outcome === 'refused' && fault === 'message' ? 'unwanted' : 'neither'
}

// It stands for the whole issue, so it names nobody.
const reasonOf = ({ reply }: SendResult): string =>
  `too many recipients in a row refused it for what it is, the last with "${nameNobody(reply, 400)}"`
