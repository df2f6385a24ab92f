import type { Language } from '../domain/briefing.ts'
import { arrangeEdition, positionsInOrder, type Edition, type EditionStory } from '../domain/edition.ts'
import type { Instant } from '../domain/instant.ts'
import type { Format, Summary } from '../domain/part.ts'
import { composeMessage, type ComposedMessage } from '../mail/compose-message.ts'
import { digestHeaders } from '../mail/digest-headers.ts'
import { fillGaps, type EncodedPart, type GapFillers } from '../mail/encoded-part.ts'
import { encodeQuotedPrintable } from '../mail/quoted-printable.ts'
import type { FrozenIssue, PartLookup } from './frozen-issue.ts'
import type { Publication } from './publication.ts'

/** One reader's share of an issue: what addressing has written down. */
export type EditionOf = {
  deliveryId: number
  subscriberId: number
  address: string
  positions: number[]
  topicIds: number[]
  language: Language
  format: Format
}

// Mail programs cut html beyond about 100,000 bytes (Gmail: measured 99,507); what the frame and its gaps take is kept back.
const BUDGET = 70_000
const FEWEST_FOR_CONTENTS = 3
const MOST_FOR_CONTENTS = 12

/**
 * Puts the mail of one reader together from the frozen parts of an issue. Preview and sending are this one function, so what was
 * looked at is what goes out; `at` becomes its date, and the same share at the same time always gives the same bytes.
 */
export function putTogether(frozen: FrozenIssue, share: EditionOf, publication: Publication, at: Instant): Promise<ComposedMessage> {
  const sizes = frozen.partsIn(share.language, 'html')
  const edition = arrangeEdition(frozen.stories, {
    positions: share.positions,
    topicIds: share.topicIds,
    budget: BUDGET,
    bytesOf: (position, size) => sizes(size, position).byteLength,
  })
  const order = positionsInOrder(edition)
  const head = headOf(frozen.summaryIn(share.language), order)
  const subscription = { subscriberId: share.subscriberId, digestId: frozen.digest.id }
  const links = { preferences: publication.links.preferences(subscription), unsubscribe: publication.links.unsubscribe(subscription) }
  const bodyIn = (format: Format): Buffer[] => {
    const parts = frozen.partsIn(share.language, format)
    const knownTopics = share.topicIds.map((id) => parts('label', id))
    const fillers = fillersOf({ ...head, address: share.address, ...links }, knownTopics, format)
    return piecesOf(edition, parts).flatMap(({ part, labels }) => fillGaps(part, labels ? { ...fillers, labels } : fillers))
  }
  const { envelope, headers } = digestHeaders({
    ...share,
    sender: publication.sender,
    bounceDomain: publication.bounceDomain,
    sign: publication.sign,
    digest: frozen.digest,
    number: frozen.number,
    subject: head.subject,
    unsubscribeUrl: links.unsubscribe,
    homeUrl: publication.links.home(),
    at,
  })
  const html = share.format === 'html' ? bodyIn('html') : undefined
  return composeMessage({ envelope, headers, text: bodyIn('text'), html, at }, publication.dkim)
}

type Piece = { part: EncodedPart; labels?: Buffer }

/** The parts of an edition in the order in which they stand. */
function piecesOf(edition: Edition, parts: PartLookup): Piece[] {
  const order = positionsInOrder(edition)
  const frame = (kind: 'opening' | 'contents-opening' | 'contents-closing' | 'lines-opening' | 'lines-closing' | 'closing'): Piece => ({
    part: parts(kind, 0),
  })
  const hasContents = order.length >= FEWEST_FOR_CONTENTS && order.length <= MOST_FOR_CONTENTS
  const contents = order.map((position) => ({ part: parts('contents-line', position) }))
  const lines = edition.lines.map((position) => ({ part: parts('line', position) }))
  return [
    frame('opening'),
    ...(hasContents ? [frame('contents-opening'), ...contents, frame('contents-closing')] : []),
    ...edition.sections.flatMap(({ topicId, stories }) => [
      { part: parts('topic-heading', topicId) },
      ...stories.map((story) => storyPiece(story, parts)),
    ]),
    ...(lines.length > 0 ? [frame('lines-opening'), ...lines, frame('lines-closing')] : []),
    frame('closing'),
  ]
}

function storyPiece({ position, size, labels }: EditionStory, parts: PartLookup): Piece {
  return { part: parts(size, position), labels: joined(labels.map((topicId) => parts('label', topicId))) }
}

type Head = { subject: string; preheader: string }

/** The subject is that of the first story, with the number of the others; the preheader their titles, or its own standfirst. */
function headOf(summary: Summary, order: number[]): Head {
  const [lead = 0, second] = order
  const subject = `${summary.subjects[lead] ?? ''}${summary.more[order.length - 1] ?? ''}`
  return { subject, preheader: summary.teasers[second ?? lead] ?? '' }
}

function fillersOf(
  values: Head & { address: string; preferences: string; unsubscribe: string },
  topics: EncodedPart[],
  format: Format,
): GapFillers {
  const written = (value: string): Buffer => encodeQuotedPrintable(format === 'html' ? escapeHtml(value) : value)
  return {
    subject: written(values.subject),
    preheader: written(values.preheader),
    address: written(values.address),
    'preferences-url': written(values.preferences),
    'unsubscribe-url': written(values.unsubscribe),
    'reader-topics': joined(topics),
    labels: Buffer.alloc(0),
  }
}

const joined = (parts: EncodedPart[]): Buffer => Buffer.concat(parts.flatMap((part) => fillGaps(part, {})))

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
