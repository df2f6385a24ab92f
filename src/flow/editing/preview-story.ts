import type { BriefingContent } from '../../domain/briefing.ts'
import type { Digest } from '../../domain/digest.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Format } from '../../domain/part.ts'
import { lineageOf, treeOf } from '../../domain/topic-tree.ts'
import type { Topic } from '../../domain/topic.ts'
import { EVERY_DAY } from '../../domain/weekdays.ts'
import type { LintContext } from '../../mail/lint/lint-context.ts'
import { frameLanguage } from '../../render/words.ts'
import type { Db } from '../../store/dialect.ts'
import { listDigests, listDigestTopics } from '../../store/digests.ts'
import { listTopics } from '../../store/topics.ts'
import { freezeIssue } from '../frozen-issue.ts'
import type { Publication } from '../publication.ts'
import { putTogether } from '../put-together.ts'
import { renderWhole } from '../render-parts.ts'

/** A story as it stands now, saved or not, and how it is to be looked at. `language` is that of the frame, `address` the reader's. */
export type StoryLook = { content: BriefingContent; topics: string[]; slug: string; language: string; format: Format; address: string }

export type StoryMail = { raw: Uint8Array; context: LintContext }

/**
 * The mail of an issue that holds this story alone, made by the functions that send. It is an issue of the first digest on the story's topics;
 * where there is none, of one that looks the same.
 */
export async function previewStory(db: Db, look: StoryLook, publication: Publication, now: Instant): Promise<StoryMail> {
  const known = await listTopics(db)
  const topics = known.some(({ slug }) => look.topics.includes(slug)) ? known : [...known, NO_TOPIC]
  const ids = topics.filter(({ slug }) => look.topics.includes(slug)).map(({ id }) => id)
  const topicIds = ids.length > 0 ? ids : [NO_TOPIC.id]
  const digest = (await findDigestOn(db, topicIds, known)) ?? standIn(publication)
  const language = frameLanguage([look.language])
  const url = digest.isPublic ? publication.links.briefing(look.slug) : publication.links.sharedBriefing(look.slug)
  const issue = {
    digest: { names: digest.names, overflow: digest.overflow },
    number: digest.nextNumber,
    date: Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(digest.schedule.zone).toPlainDate().toString(),
    ...{ senderName: publication.sender.name, postalAddress: publication.postalAddress, webUrl: publication.links.home() },
    topics,
    stories: [{ position: 0, content: look.content, url }],
  }
  const stories = [{ position: 0, briefingId: 0, revision: 0, topicIds }]
  const frozen = freezeIssue({ digest, number: issue.number, stories }, await renderWhole(issue, [language]))
  const share = { deliveryId: 0, subscriberId: 0, address: look.address, positions: [0], more: 0, topicIds, language, format: look.format }
  const message = await putTogether([{ frozen, share }], { ...publication, dkim: undefined }, now)
  return { raw: Buffer.concat(message.raw), context: contextOf(publication, { language, format: look.format, now }) }
}

/** What is known of a mail that is only looked at. */
export function contextOf(
  publication: Publication,
  { language, format, now }: { language: string; format: Format; now: Instant },
): LintContext {
  const { sender, postalAddress, bounceDomain, links, waysIn } = publication
  return {
    ...{ now, kind: 'digest' as const, format, language, postalAddress },
    // Without a way in, there is no place to which complaints could go.
    ...(waysIn?.mail === true && { bounceDomain }),
    ...{ from: sender.address, senderName: sender.name, baseUrl: links.home(), dkim: 'absent' as const },
  }
}

async function findDigestOn(db: Db, topicIds: number[], topics: Topic[]): Promise<Digest | undefined> {
  const tree = treeOf(topics)
  const about = topicIds.flatMap((id) => lineageOf(tree, id))
  // An alarm holds what is urgent; most stories come in a digest that has its time.
  const digests = (await listDigests(db)).toSorted((a, b) => Number(a.release === 'instant') - Number(b.release === 'instant'))
  for (const digest of digests) {
    const own = await listDigestTopics(db, digest.id)
    if (own.length === 0 || own.some((id) => about.includes(id))) return digest
  }
  return undefined
}

/** Where a story is on no topic yet, it stands below this. */
const NO_TOPIC: Pick<Topic, 'id' | 'slug' | 'names'> = { id: 0, slug: 'no-topic', names: { en: 'No topic yet', zh: '尚无主题' } }

const standIn = ({ sender }: Publication): Digest => ({
  ...{ id: 0, slug: 'digest', names: { en: sender.name }, calendar: null, release: 'fixed', approval: 'person', cap: 10, topicCap: null },
  ...{ overflow: 'page', isRecap: false, lateLimit: 0, usefulFor: 0, cutUntil: 0, seqUntil: 0, nextNumber: 1, fewest: 1, mostWaits: 0 },
  ...{ waits: 0, silentAfter: null, joins: false, leastPriority: 0, isPublic: true, quiet: null },
  schedule: { zone: 'UTC', minute: 0, weekdays: EVERY_DAY },
})
