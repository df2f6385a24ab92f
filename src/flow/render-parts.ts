import { createHash } from 'node:crypto'
import type { Language } from '../domain/briefing.ts'
import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import type { IssueStory } from '../domain/issue.ts'
import type { IssueWords } from '../domain/issue-words.ts'
import type { IssueToRender } from '../domain/issue-to-render.ts'
import { wordLanguages } from '../render/words.ts'
import type { Db } from '../store/dialect.ts'
import type { FrozenPart } from '../store/parts.ts'
import { listRevisions } from '../store/revisions.ts'
import { listTopics } from '../store/topics.ts'
import { keptParts } from './kept-parts.ts'
import type { Publication } from './publication.ts'

/** An issue before its parts exist: stored as a draft, or only thought of. */
export type IssuePlan = { digest: Digest; number: number; dueAt: Instant; stories: IssueStory[]; words?: IssueWords }

/** Renders all parts of an issue in every language that we have words for, or in those given. The same plan always gives the same parts. */
export async function renderParts(
  db: Db,
  plan: IssuePlan,
  publication: Publication,
  languages: Language[] = wordLanguages(),
): Promise<FrozenPart[]> {
  return renderWhole(await readIssue(db, plan, publication), languages)
}

/** The same of an issue of which everything is known. */
export async function renderWhole(issue: IssueToRender, languages: Language[]): Promise<FrozenPart[]> {
  const rendered = await Promise.all(languages.map(async (language) => ({ language, ...(await keptParts(issue, language)) })))
  return rendered.flatMap(({ language, parts, summary }) => [
    ...parts.map((part) => ({ ...part, hash: hashOf(part.content) })),
    summaryPart(language, JSON.stringify(summary)),
  ])
}

/** One hash over all parts: what is approved, written down, and checked when sending. */
export function hashParts(parts: FrozenPart[]): string {
  const lines = parts.map(({ language, format, kind, about, hash }) => [language, format, kind, about, hash].join(' '))
  return hashOf(lines.sort().join('\n'))
}

export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex')

function summaryPart(language: string, content: string): FrozenPart {
  return { language, format: 'text', kind: 'summary', about: 0, hash: hashOf(content), content }
}

async function readIssue(db: Db, plan: IssuePlan, publication: Publication): Promise<IssueToRender> {
  const { digest, number, dueAt, stories, words } = plan
  const counted = countedBy(publication, plan)
  const revisions = new Map((await listRevisions(db, stories)).map((revision) => [revision.briefingId, revision]))
  return {
    digest: { names: digest.names, overflow: digest.overflow, ...lookOf(digest) },
    number,
    ...(words && { words }),
    date: Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO(digest.schedule.zone).toPlainDate().toString(),
    senderName: publication.sender.name,
    postalAddress: publication.postalAddress,
    // All of them, because the footer names every topic that the reader follows.
    topics: await listTopics(db),
    stories: stories.map(({ position, briefingId }) => {
      const revision = revisions.get(briefingId)
      if (!revision) throw new Error(`Briefing ${briefingId} is gone`)
      return {
        position,
        content: revision.content,
        url: counted(
          briefingId,
          digest.isPublic ? publication.links.briefing(revision.slug) : publication.links.sharedBriefing(revision.slug),
        ),
      }
    }),
    ...(publication.countsClicks === true && { counted: (url: string) => counted(0, url) }),
    webUrl: publication.links.home(),
  }
}

/** The address that stands in the mails for one that they link to. */
const countedBy =
  ({ countsClicks = false, links }: Publication, { digest, number }: IssuePlan) =>
  (briefingId: number, url: string): string =>
    countsClicks ? links.counted({ digestId: digest.id, number, briefingId }, url) : url

const lookOf = ({ look }: Digest): Pick<IssueToRender['digest'], 'accent' | 'look'> =>
  look ? { look, ...(look.colour !== undefined && { accent: look.colour }) } : {}
