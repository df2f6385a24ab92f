import { checkAddress } from '../../domain/address.ts'
import { hasGot } from '../../domain/allot-stories.ts'
import type { Explanation } from '../../domain/explanation.ts'
import type { Instant } from '../../domain/instant.ts'
import { findExplained, listIssuesWith, type IssueWith } from '../../store/explained.ts'
import type { Db } from '../../store/dialect.ts'
import { listDigests } from '../../store/digests.ts'
import { listReaderDeliveries } from '../../store/reader-deliveries.ts'
import { findSubscriber } from '../../store/subscribers.ts'
import type { Asked } from './asked.ts'
import { explainComing } from './explain-coming.ts'
import { explainIssue } from './explain-issue.ts'

export type Explained =
  | { ok: true; address: string; briefing: { id: number; title: string; slug: string }; explanations: Explanation[] }
  | { ok: false; reason: 'no-such-reader' | 'no-such-briefing' | 'no-such-issue' | 'not-in-issue' }

/** `briefing`: its id, its slug, or the key under which it came. `issueId` asks about one issue only. */
export type Question = { address: string; briefing: string; issueId?: number }

/**
 * Why a reader got a story, will get it, or did not: one answer for each digest, of its latest issue that holds the story in any language.
 * What has been addressed is answered as it was then, from the delivery and from the choices that the reader had made by that time.
 */
export async function explain(db: Db, question: Question, now: Instant): Promise<Explained> {
  const checked = checkAddress(question.address)
  const reader = checked.ok ? await findSubscriber(db, checked.canonical) : undefined
  if (!reader) return { ok: false, reason: 'no-such-reader' }
  const briefing = await findExplained(db, question.briefing)
  if (!briefing) return { ok: false, reason: 'no-such-briefing' }
  const issues = await listIssuesWith(db, briefing.storyId)
  const { issueId } = question
  if (issueId !== undefined && !issues.some((issue) => issue.id === issueId))
    return { ok: false, reason: (await isIssue(db, issueId)) ? 'not-in-issue' : 'no-such-issue' }
  const asked = { subscriberId: reader.id, confirmedAt: reader.confirmed_at, briefing, now }
  const explanations = issueId === undefined ? await ofDigests(db, asked, issues) : await ofIssue(db, asked, issues, issueId)
  return { ok: true, address: reader.address, briefing, explanations }
}

async function ofIssue(db: Db, asked: Asked, issues: IssueWith[], id: number): Promise<Explanation[]> {
  const issue = issues.find((one) => one.id === id)
  return issue ? [await explainIssue(db, asked, issue)] : []
}

async function ofDigests(db: Db, asked: Asked, issues: IssueWith[]): Promise<Explanation[]> {
  const ids = issues.map(({ id }) => id)
  const delivered = new Set((await listReaderDeliveries(db, asked.subscriberId, ids)).map(({ issueId }) => issueId))
  const explanations = []
  for (const digest of await listDigests(db)) {
    const own = issues.filter(({ digestId }) => digestId === digest.id)
    // A digest that rolls may hold a story in hundreds of issues: only where the reader had a mail can it have been given.
    const telling = own.filter((issue) => delivered.has(issue.id) || issue === own.at(-1))
    const told = await Promise.all(telling.map((issue) => explainIssue(db, asked, issue)))
    const given = told.filter(({ placement }) => placement.kind === 'given')
    // Where one mail could not be sent, another may have brought it.
    explanations.push(given.find(isOnItsWay) ?? given.at(-1) ?? told.at(-1) ?? (await explainComing(db, asked, digest)))
  }
  return explanations
}

const isOnItsWay = ({ placement }: Explanation): boolean => placement.kind === 'given' && hasGot(placement.state)

const isIssue = async (db: Db, id: number): Promise<boolean> =>
  (await db.selectFrom('issues').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
