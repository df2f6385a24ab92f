import { z } from 'zod'
import { SHOWN_STATES, shownState, type BriefingLine } from '../../../store/listings/edited-briefings.ts'
import { findOneBriefing, type OneBriefing } from '../../../store/listings/one-briefing.ts'
import type { Web } from '../../web.ts'
import { unknownThing } from './refusal.ts'
import { time, timeOf, timeOrNull } from './shapes.ts'

export const briefingState = z.enum(SHOWN_STATES)

export const briefingLine = z.object({
  id: z.number().int(),
  title: z.string(),
  language: z.string(),
  state: briefingState,
  revision: z.number().int(),
  priority: z.number().int(),
  isPinned: z.boolean(),
  changedAt: time,
  publishedAt: time.nullable(),
  publishAt: time.nullable().describe('when it is to be published by itself'),
  author: z.string(),
  topics: z.array(z.string()),
})

const source = z.object({ title: z.string(), url: z.string().optional() })

export const wholeBriefing = z.object({
  id: z.number().int(),
  key: z.string(),
  source: z.string().describe('where it came from; its key is unique there'),
  slug: z.string(),
  state: briefingState,
  revision: z.number().int(),
  publishedAt: time.nullable(),
  publishAt: time.nullable(),
  kicker: z.string(),
  title: z.string(),
  headline: z.string(),
  standfirst: z.string(),
  body: z.string().describe('Markdown'),
  language: z.string(),
  keyPoints: z.array(z.string()),
  sources: z.array(source),
  sourceCount: z.number().int(),
  updatedOn: z.string().nullable().describe('a calendar date'),
  topics: z.array(z.string()).describe('by slug'),
  priority: z.number().int(),
  isPinned: z.boolean(),
  translationOf: z.string().describe('the slug of the original; empty for none'),
  corrects: z.string().describe('the slug of what it corrects; empty for none'),
})

export const briefingLineOf = (one: BriefingLine): z.infer<typeof briefingLine> => ({
  ...one,
  changedAt: timeOf(one.changedAt),
  publishedAt: timeOrNull(one.publishedAt),
  publishAt: timeOrNull(one.publishAt),
})

export async function findBriefing({ store: { db } }: Web, id: number): Promise<OneBriefing> {
  const found = await findOneBriefing(db, id)
  if (!found) throw unknownThing(`briefing ${id}`)
  return found
}

export const getBriefing = async (web: Web, id: number): Promise<z.infer<typeof wholeBriefing>> => wholeOf(await findBriefing(web, id))

function wholeOf({ content, filing, ...one }: OneBriefing): z.infer<typeof wholeBriefing> {
  const { updatedOn, ...said } = content
  return {
    ...{ id: one.id, key: one.key, source: one.source, slug: one.slug, revision: one.revision, topics: one.topics },
    state: shownState(one.state, one.publishAt),
    publishedAt: timeOrNull(one.publishedAt),
    publishAt: timeOrNull(one.publishAt),
    ...said,
    sources: said.sources.map(({ title, url }) => ({ title, ...(url !== undefined && { url }) })),
    updatedOn: updatedOn ?? null,
    priority: filing.priority,
    isPinned: filing.isPinned,
    ...{ translationOf: one.translationOf, corrects: one.corrects },
  }
}
