import { readdir, readFile } from 'node:fs/promises'
import type { BriefingContent, BriefingDraft } from '../domain/briefing.ts'
import type { Language } from '../domain/briefing.ts'
import type { Digest } from '../domain/digest.ts'
import { HOUR, type Instant } from '../domain/instant.ts'
import type { Names } from '../domain/topic.ts'
import { EVERY_DAY } from '../domain/weekdays.ts'
import { readBriefing } from '../intake/read-briefing.ts'
import { readMessage } from '../mail/read-message.ts'
import { renderNotice } from '../render/render-notice.ts'
import { wordsFor } from '../render/words.ts'
import { freezeIssue } from './frozen-issue.ts'
import type { Publication } from './publication.ts'
import { putTogether } from './put-together.ts'
import { renderWhole } from './render-parts.ts'

const DEMO = new URL('../../templates/demo/', import.meta.url)
const MOST = 5

export type Sample = { html: string; text: string }

/** A mail of a digest as the templates make it now, with our sample stories, those in that language first; nothing is asked of the database. */
export async function previewEdition(language: Language, publication: Publication, now: Instant): Promise<Sample> {
  const { topics, digest: named } = JSON.parse(await readFile(new URL('demo.json', DEMO), 'utf8')) as Demo
  const drafts = (await readDemo()).toSorted((one, other) => Number(other.language === language) - Number(one.language === language))
  const numbered = topics.map((topic, index) => ({ id: index + 1, ...topic }))
  const idsOf = (slugs: string[]): number[] => numbered.filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id)
  const stories = drafts
    .slice(0, MOST)
    .map((draft, position) => ({ position, briefingId: position + 1, revision: 1, topicIds: idsOf(draft.topics) }))
  const digest: Digest = { ...SAMPLE, ...named }
  const issue = {
    ...{ digest: { names: digest.names }, number: 12, topics: numbered, webUrl: publication.links.home() },
    ...{ senderName: publication.sender.name, postalAddress: publication.postalAddress },
    date: new Date(now).toISOString().slice(0, 10),
    stories: stories.map(({ position }) => ({
      position,
      content: drafts[position] as BriefingContent,
      url: publication.links.briefing(`sample-${position}`),
    })),
  }
  const frozen = freezeIssue({ digest, number: 12, stories }, await renderWhole(issue, [language]))
  const share = {
    ...{ deliveryId: 0, subscriberId: 0, address: 'reader@example.com', language, format: 'html' as const, more: 0 },
    ...{ positions: stories.map(({ position }) => position), topicIds: numbered.map(({ id }) => id) },
  }
  const { raw } = await putTogether([{ frozen, share }], publication, now)
  const { html = '', text = '' } = await readMessage(Buffer.concat(raw))
  return { html, text }
}

/** A single mail, such as the one that asks for a yes. */
export function previewNotice(language: Language, { sender, postalAddress, links }: Publication): Promise<Sample> {
  const words = wordsFor(language)
  const content = {
    ...{ subject: words.say('noticeMoveSubject'), heading: words.say('noticeMoveSubject') },
    paragraphs: [words.say('noticeMove', { publication: sender.name })],
    button: { label: words.say('noticeMoveButton'), url: links.home() },
    remarks: [words.say('noticeMoveNot')],
  }
  return renderNotice(content, { language, senderName: sender.name, postalAddress, homeUrl: links.home() })
}

type Demo = { topics: { slug: string; names: Names }[]; digest: { slug: string; names: Names } }

async function readDemo(): Promise<BriefingDraft[]> {
  const files = (await readdir(DEMO)).filter((name) => name.endsWith('.md')).sort()
  const read = await Promise.all(files.map(async (name) => readBriefing({ name, bytes: await readFile(new URL(name, DEMO)) })))
  return read.flatMap((one) => (one.ok ? [one.briefing] : []))
}

/** As `digest add` makes one. */
const SAMPLE: Digest = {
  ...{ id: 0, slug: 'sample', names: {}, calendar: null, release: 'fixed', approval: 'auto', cap: 10, topicCap: null, overflow: 'page' },
  schedule: { zone: 'UTC', minute: 360, weekdays: EVERY_DAY },
  ...{
    isRecap: false,
    lateLimit: 12 * HOUR,
    usefulFor: 24 * HOUR,
    cutUntil: 0,
    seqUntil: 0,
    nextNumber: 12,
    fewest: 1,
    mostWaits: 0,
    waits: 0,
  },
  ...{ silentAfter: null, joins: false, leastPriority: 0, quiet: null, isPublic: true },
}
