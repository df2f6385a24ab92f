import { arrangeEdition, positionsInOrder, type Edition } from '../../../src/domain/edition.ts'
import type { IssueStory } from '../../../src/domain/issue.ts'
import { cutAtGaps, type MergeTag } from '../../../src/domain/merge-tag.ts'
import type { Format, Part, PartKind } from '../../../src/domain/part.ts'

/** What stands in the gaps of a mail besides topics. */
export type Filling = Record<Exclude<MergeTag, 'labels' | 'reader-topics' | 'why'>, string>

/** Whose mail: a reader of these topics, in this format, with so many bytes of html for stories. */
export type Wish = { format: Format; stories: IssueStory[]; topicIds: number[]; budget?: number }

type PlacedPart = Part & { labels: number[] }

/** The mail of that reader: the parts of the edition in order, with their gaps filled. */
export function joinParts(parts: Part[], filling: Filling, wish: Wish): string {
  const labels = (ids: number[]) => ids.map((id) => partOf(parts, wish.format, 'label', id).content).join('')
  const valueOf = (tag: MergeTag, part: PlacedPart) => {
    if (tag === 'labels') return labels(part.labels)
    if (tag === 'why') return ''
    if (tag === 'reader-topics') return labels(wish.topicIds)
    return wish.format === 'html' ? escapeHtml(filling[tag]) : filling[tag]
  }
  const fill = (part: PlacedPart) => {
    const { texts, tags } = cutAtGaps(part.content)
    return texts
      .map(
        (text, index) =>
          text +
          tags
            .slice(index, index + 1)
            .map((tag) => valueOf(tag, part))
            .join(''),
      )
      .join('')
  }
  return partsInOrder(parts, wish).map(fill).join('')
}

/** The parts that the edition of that reader is joined from, gaps open. */
export function partsInOrder(parts: Part[], { format, stories, topicIds, budget = 80_000 }: Wish): PlacedPart[] {
  const bytesOf = (position: number, size: 'lead' | 'story' | 'line') => Buffer.byteLength(partOf(parts, 'html', size, position).content)
  const positions = stories.filter((story) => story.topicIds.some((id) => topicIds.includes(id))).map((story) => story.position)
  const edition = arrangeEdition(stories, { positions, topicIds, budget, bytesOf })
  return placesOf(edition).map(({ kind, about = 0, labels = [] }) => ({ ...partOf(parts, format, kind, about), labels }))
}

type Place = { kind: PartKind; about?: number; labels?: number[] }

function placesOf(edition: Edition): Place[] {
  const all = positionsInOrder(edition)
  const body = edition.sections.flatMap(({ topicId, stories }): Place[] => [
    { kind: 'topic-heading', about: topicId },
    ...stories.map(({ size, position, labels }) => ({ kind: size, about: position, labels })),
  ])
  const contents = all.length < 3 ? [] : listOf('contents-line', all)
  return [
    { kind: 'opening' },
    ...contents,
    ...body,
    ...(edition.lines.length > 0 ? listOf('line', edition.lines) : []),
    { kind: 'closing' },
  ]
}

function listOf(kind: 'contents-line' | 'line', positions: number[]): Place[] {
  const [opening, closing] =
    kind === 'line' ? (['lines-opening', 'lines-closing'] as const) : (['contents-opening', 'contents-closing'] as const)
  return [{ kind: opening }, ...positions.map((about) => ({ kind, about })), { kind: closing }]
}

function partOf(parts: Part[], format: Format, kind: PartKind, about: number): Part {
  const found = parts.find((part) => part.format === format && part.kind === kind && part.about === about)
  if (!found) throw new Error(`There is no part ${format} ${kind} ${about}`)
  return found
}

const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
