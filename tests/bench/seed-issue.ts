import type { BriefingDraft } from '../../src/domain/briefing.ts'
import { DAY, HOUR, type Instant } from '../../src/domain/instant.ts'
import type { Issue } from '../../src/domain/issue.ts'
import { EVERY_DAY } from '../../src/domain/weekdays.ts'
import { acceptBriefing } from '../../src/flow/accept-briefing.ts'
import { addDigest } from '../../src/flow/add-digest.ts'
import { addTopic } from '../../src/flow/add-topic.ts'
import { approveIssue } from '../../src/flow/approve-issue.ts'
import { composeNow } from '../../src/flow/compose-issue.ts'
import type { Publication } from '../../src/flow/publication.ts'
import type { Store } from '../../src/store/dialect.ts'
import { findIssue } from '../../src/store/issues.ts'
import { makeProse, type Prose } from './prose.ts'

/** When everything was published and cut. Every reader's hour comes within the day that follows. */
export const CUT_AT: Instant = Date.UTC(2026, 0, 5)

export const TOPICS = { first: 1, count: 200 }

/** An approved issue of so many stories on one to three of two hundred topics each, in an empty database. */
export async function seedIssue(store: Store, publication: Publication, briefings: number): Promise<Issue> {
  const prose = makeProse(1)
  for (let index = 0; index < TOPICS.count; index++)
    mustBe(
      await addTopic(store, { slug: `topic-${index}`, names: { en: prose.words(2), zh: `话题${index}`, ar: `موضوع ${index}` } }, CUT_AT),
    )
  const limits = { cap: briefings, lateLimit: HOUR, usefulFor: 10_000 * DAY }
  const schedule = { zone: 'UTC', minute: 0, weekdays: EVERY_DAY }
  const { added } = mustBe(
    await addDigest(store, { slug: 'morning', names: { en: 'Morning' }, schedule, topics: [], approval: 'person', ...limits }, CUT_AT),
  )
  for (let index = 0; index < briefings; index++)
    mustBe(await acceptBriefing(store, { draft: briefing(index, prose), source: 'bench', asDraft: false }, CUT_AT))
  const { issueId } = mustBe(await composeNow(store, added, CUT_AT))
  mustBe(await approveIssue(store, { issueId, by: 'bench', releaseAt: CUT_AT }, publication, CUT_AT))
  const issue = await findIssue(store.db, issueId)
  if (!issue) throw new Error('The issue that was just approved is gone')
  return issue
}

function briefing(index: number, prose: Prose): BriefingDraft {
  const title = prose.words(8)
  const topics = new Set(Array.from({ length: 1 + prose.pick(3) }, () => `topic-${prose.pick(TOPICS.count)}`))
  return {
    ...{ headline: title, kicker: prose.words(3), title, standfirst: prose.sentences(2), language: 'en', body: prose.sentences(40) },
    keyPoints: Array.from({ length: 5 }, () => prose.words(8)),
    ...{ sections: [], sources: [], sourceCount: 2 + prose.pick(5), topics: [...topics], key: `story-${index}`, priority: 0 },
  }
}

function mustBe<Answer extends { ok: boolean }>(answer: Answer): Extract<Answer, { ok: true }> {
  if (!answer.ok) throw new Error(`The data cannot be made: ${JSON.stringify(answer)}`)
  return answer as Extract<Answer, { ok: true }>
}
