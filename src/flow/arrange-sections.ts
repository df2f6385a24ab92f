import type { Language } from '../domain/briefing.ts'
import { arrangeEdition, positionsInOrder, type Edition } from '../domain/edition.ts'
import type { Format } from '../domain/part.ts'
import type { FrozenIssue } from './frozen-issue.ts'

/** One reader's share of an issue: what addressing has written down. */
export type EditionOf = {
  deliveryId: number
  subscriberId: number
  address: string
  positions: number[]
  /** How many stories the mail has no room for. */
  more: number
  topicIds: number[]
  language: Language
  format: Format
  /** Stands before the subject: of a mail that is only tried. */
  mark?: string
}

/** What a mail is made of: one share alone, or those of several issues that leave together, the leading one first. */
export type Shares = [Share, ...Share[]]

export type Share = { frozen: FrozenIssue; share: EditionOf }

/** A share with its stories arranged; `order` is that in which they are read. */
export type Section = Share & { edition: Edition; order: number[] }

/** Mail programs cut html beyond about 100,000 bytes (Gmail: measured 99,507); what frame, headings of topics and gaps take is kept back. */
export const HTML_BUDGET = 58_000

/**
 * Arranges the stories of a mail in sections, one for each issue. Every section keeps room for its first story and for a line of each
 * that follows; what is left over goes to the first sections first. All speak the language of the leading one.
 */
export function arrangeSections(shares: Shares): [Section, ...Section[]] {
  const language = shares[0].share.language
  const measured = shares.map((one) => ({ ...one, ...measure(one, language) }))
  const frames = measured.slice(1).reduce((sum, { frame }) => sum + frame, 0)
  let left = HTML_BUDGET - frames - measured.reduce((sum, { least }) => sum + least, 0)
  const sections = measured.map(({ frozen, share, least, bytesOf }) => {
    const { positions, topicIds } = share
    const edition = arrangeEdition(frozen.stories, { positions, topicIds, budget: left + least, bytesOf })
    left += least - bytesIn(edition, bytesOf)
    return { frozen, share, edition, order: positionsInOrder(edition) }
  })
  return sections as [Section, ...Section[]]
}

type BytesOf = Parameters<typeof arrangeEdition>[1]['bytesOf']

function measure({ frozen, share: { positions } }: Share, language: Language): { bytesOf: BytesOf; least: number; frame: number } {
  const parts = frozen.partsIn(language, 'html')
  const bytesOf: BytesOf = (position, size) => parts(size, position).byteLength
  const chosen = frozen.stories.filter(({ position }) => positions.includes(position))
  const lines = chosen.reduce((sum, { position }) => sum + bytesOf(position, 'line'), 0)
  const [first] = chosen
  const least = first ? lines + bytesOf(first.position, 'lead') - bytesOf(first.position, 'line') : 0
  return { bytesOf, least, frame: 0 }
}

function bytesIn({ sections, lines }: Edition, bytesOf: BytesOf): number {
  const whole = sections.flatMap(({ stories }) => stories).reduce((sum, { position, size }) => sum + bytesOf(position, size), 0)
  return whole + lines.reduce((sum, position) => sum + bytesOf(position, 'line'), 0)
}
