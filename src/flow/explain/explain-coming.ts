import type { Digest } from '../../domain/digest.ts'
import { nextCut } from '../../domain/digest-schedule.ts'
import type { Because, Explanation, Placement } from '../../domain/explanation.ts'
import type { Db } from '../../store/dialect.ts'
import { allotToReader } from '../allot-to-reader.ts'
import { gatherStories } from '../gather-stories.ts'
import { becauseOf } from './because-of.ts'
import type { Asked } from './asked.ts'

/** What the next issue of a digest has for the reader of a story that none of its issues holds yet. */
export async function explainComing(db: Db, asked: Asked, digest: Digest): Promise<Explanation> {
  const told = (placement: Placement, because: Because): Explanation => ({ digest: digest.names, slug: digest.slug, placement, because })
  const { state } = asked.briefing
  if (state === 'draft' || state === 'review') return told({ kind: 'not-coming' }, { code: 'not-published' })
  if (state === 'withdrawn') return told({ kind: 'not-coming' }, { code: 'withdrawn' })
  const gathered = await gatherStories(db, digest, asked.now)
  const looked = { digest, number: digest.nextNumber, dueAt: asked.now, stories: gathered.stories, issue: undefined }
  const allotted = await allotToReader(db, looked, { subscriberId: asked.subscriberId })
  const place = allotted?.issue.stories.find(({ storyId }) => storyId === asked.briefing.storyId)
  if (!place) return told({ kind: 'not-coming' }, allotted ? await whyNotHeld(asked, digest, gathered.seqTo) : { code: 'no-subscription' })
  const verdict = allotted?.verdicts.get(place.position)
  const because = await becauseOf(db, verdict, { digest, looked, allotted, asked, asOf: asked.now })
  return told(verdict?.gets ? { kind: 'coming', cutAt: nextCut(digest.schedule, asked.now) ?? null } : { kind: 'not-coming' }, because)
}

async function whyNotHeld({ briefing }: Asked, digest: Digest, seqTo: number): Promise<Because> {
  const seq = briefing.publishSeq ?? 0
  if (seq <= digest.seqUntil) return { code: 'outside-window', by: digest.seqUntil - seq + 1 }
  return seq <= seqTo ? { code: 'not-in-digest' } : { code: 'not-published' }
}
