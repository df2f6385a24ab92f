import type { Language } from '../domain/briefing.ts'
import type { EditionStory } from '../domain/edition.ts'
import type { Instant } from '../domain/instant.ts'
import type { SubscriptionRef } from '../domain/links.ts'
import type { Format, PartKind } from '../domain/part.ts'
import { composeMessage, type ComposedMessage } from '../mail/compose-message.ts'
import { digestHeaders } from '../mail/digest-headers.ts'
import { unsubscribeAddress } from '../mail/report-address.ts'
import { fillGaps, type EncodedPart, type GapFillers } from '../mail/encoded-part.ts'
import { encodeQuotedPrintable } from '../mail/quoted-printable.ts'
import { arrangeSections, type EditionOf, type Section, type Shares } from './arrange-sections.ts'
import type { PartLookup } from './frozen-issue.ts'
import type { Publication } from './publication.ts'

const FEWEST_FOR_CONTENTS = 3
const MOST_FOR_CONTENTS = 12

/** What stands below a story besides what the mail has: nothing in a mail, in the browser the reason why it is there. */
export type BelowStory = (story: { share: EditionOf; position: number }, format: Format) => string

/**
 * Puts the mail of one reader together from the frozen parts of an issue, or of several that leave together. Preview and sending are
 * this one function, so what was looked at is what goes out; `at` becomes its date, and the same shares at the same time always give the
 * same bytes.
 */
export function putTogether(shares: Shares, publication: Publication, at: Instant, below?: BelowStory): Promise<ComposedMessage> {
  const sections = arrangeSections(shares)
  const [{ frozen, share }] = sections
  const head = headOf(sections, share.language)
  const ways = sections.map(({ frozen: { digest } }) => ({ subscriberId: share.subscriberId, digestId: digest.id }))
  const bodyIn = (format: Format): Buffer[] => bodyOf(sections, { head, format, language: share.language, below }, publication)
  const { envelope, headers } = digestHeaders({
    ...share,
    sender: { ...publication.sender, name: frozen.summaryIn(share.language).sender ?? publication.sender.name },
    replyTo: publication.replyTo,
    bounceDomain: publication.bounceDomain,
    sign: publication.sign,
    digest: frozen.digest,
    number: frozen.number,
    subject: `${share.mark ?? ''}${head.subject}`,
    // Whoever leaves by the button of a mail program leaves all that came in the mail.
    unsubscribeUrl: publication.links.unsubscribe(...(ways as [SubscriptionRef, ...SubscriptionRef[]])),
    ...waysInFor(ways, publication),
    homeUrl: publication.links.home(),
    archiveUrl: frozen.digest.isPublic ? publication.links.digest(frozen.digest.slug) : publication.links.home(),
    at,
  })
  const html = share.format === 'html' ? bodyIn('html') : undefined
  return composeMessage({ envelope, headers, text: bodyIn('text'), html, at }, publication.dkim)
}

/** An address names one subscription; where several leave together, the link alone leaves them all. */
function waysInFor(
  [way, ...others]: SubscriptionRef[],
  publication: Publication,
): { unsubscribeAddress?: string; isMarkedForPostmark: boolean } {
  const { mail = false, postmark = false } = publication.waysIn ?? {}
  const isOne = mail && way !== undefined && others.length === 0
  return { ...(isOne && { unsubscribeAddress: unsubscribeAddress(way, publication) }), isMarkedForPostmark: postmark }
}

type Frame = { head: Head; format: Format; language: Language; below: BelowStory | undefined }

/** The parts of all sections in the order in which they stand, with their gaps filled. */
function bodyOf(sections: [Section, ...Section[]], { head, format, language, below }: Frame, publication: Publication): Buffer[] {
  const made = sections.map((section) => {
    const { frozen, share } = section
    const parts = frozen.partsIn(language, format)
    const subscription = { subscriberId: share.subscriberId, digestId: frozen.digest.id }
    const issue = { ...subscription, number: frozen.number }
    const links = {
      preferences: publication.links.preferences(subscription),
      unsubscribe: publication.links.unsubscribe(subscription),
      browser: publication.links.issueCopy(issue),
    }
    const beyond = frozen.summaryIn(language).beyond?.[share.more] ?? ''
    const more = { ...(beyond !== '' && { more: beyond, moreUrl: publication.links.moreStories(issue) }) }
    const knownTopics = share.topicIds.map((id) => parts('label', id))
    const fillers = fillersOf({ ...head, address: share.address, ...links, ...more }, knownTopics, format)
    const whyOf = ({ position }: Piece): GapFillers =>
      below && position !== undefined ? { why: encodeQuotedPrintable(below({ share, position }, format)) } : {}
    const fill = (piece: Piece): Buffer[] =>
      fillGaps(piece.part, piece.labels || below ? { ...fillers, labels: piece.labels ?? NOTHING, ...whyOf(piece) } : fillers)
    const frame = (kind: PartKind): Buffer[] => fill({ part: parts(kind, 0) })
    return {
      contents: contentsOf(section, parts).flatMap(fill),
      stories: [...storiesOf(section, parts), ...(beyond === '' ? [] : [{ part: parts('more', 0) }])].flatMap(fill),
      frame,
      order: section.order,
    }
  })
  const [first, ...others] = made
  if (!first) throw new Error('A mail without a section')
  const count = made.reduce((sum, { order }) => sum + order.length, 0)
  const hasContents = count >= FEWEST_FOR_CONTENTS && count <= MOST_FOR_CONTENTS
  return [
    ...first.frame('opening'),
    ...(hasContents
      ? [...first.frame('contents-opening'), ...made.flatMap(({ contents }) => contents), ...first.frame('contents-closing')]
      : []),
    ...first.stories,
    ...others.flatMap(({ frame, stories }) => [...frame('joined-opening'), ...stories, ...frame('joined-closing')]),
    ...first.frame('closing'),
  ]
}

type Piece = { part: EncodedPart; labels?: Buffer; position?: number }

const contentsOf = ({ order }: Section, parts: PartLookup): Piece[] => order.map((position) => ({ part: parts('contents-line', position) }))

/** The stories of a section under their topics, and those that did not fit as lines; without any, the note that says so. */
function storiesOf({ edition }: Section, parts: PartLookup): Piece[] {
  const frame = (kind: PartKind): Piece => ({ part: parts(kind, 0) })
  if (edition.sections.length === 0) return [frame('note')]
  const lines = edition.lines.map((position) => ({ part: parts('line', position), position }))
  return [
    ...edition.sections.flatMap(({ topicId, stories }) => [
      { part: parts('topic-heading', topicId) },
      ...stories.map((story) => storyPiece(story, parts)),
    ]),
    ...(lines.length > 0 ? [frame('lines-opening'), ...lines, frame('lines-closing')] : []),
  ]
}

function storyPiece({ position, size, labels }: EditionStory, parts: PartLookup): Piece {
  return { part: parts(size, position), position, labels: joined(labels.map((topicId) => parts('label', topicId))) }
}

type Head = { subject: string; preheader: string }

/**
 * The subject is that of the first story, with the number of the others; the preheader says what the second is about, or the first. A mail
 * without stories has those of its note.
 */
function headOf(sections: [Section, ...Section[]], language: Language): Head {
  const told = sections.flatMap(({ frozen, order }) => order.map((position) => ({ position, summary: frozen.summaryIn(language) })))
  const [lead, second = lead] = told
  if (!lead || !second) return sections[0].frozen.summaryIn(language).note
  const { subject: given, subjects, more } = lead.summary
  const subject = given ?? `${subjects[lead.position] ?? ''}${more[Math.min(told.length, more.length) - 1] ?? ''}`
  return { subject, preheader: second.summary.teasers[second.position] ?? '' }
}

function fillersOf(
  values: Head & Record<'address' | 'preferences' | 'unsubscribe' | 'browser', string> & { more?: string; moreUrl?: string },
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
    'browser-url': written(values.browser),
    'reader-topics': joined(topics),
    labels: NOTHING,
    why: NOTHING,
    ...(values.moreUrl !== undefined && { more: written(values.more ?? ''), 'more-url': written(values.moreUrl) }),
  }
}

const NOTHING = Buffer.alloc(0)

const joined = (parts: EncodedPart[]): Buffer => Buffer.concat(parts.flatMap((part) => fillGaps(part, {})))

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
