import type { Language } from '../domain/briefing.ts'
import type { Digest } from '../domain/digest.ts'
import type { IssueStory } from '../domain/issue.ts'
import type { Format, PartKind, Summary } from '../domain/part.ts'
import { encodePart, type EncodedPart } from '../mail/encoded-part.ts'
import type { Db } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { findIssue, listIssueStories } from '../store/issues.ts'
import { listParts, type FrozenPart } from '../store/parts.ts'
import { findPrinting } from '../store/printings.ts'
import { hashOf, hashParts } from './render-parts.ts'

/** An issue as its mails are put together from it: stories and encoded parts, in memory, the same for every reader. */
export type FrozenIssue = {
  digest: Digest
  number: number
  stories: IssueStory[]
  summaryIn: (language: Language) => Summary
  partsIn: (language: Language, format: Format) => PartLookup
}

export type PartLookup = (kind: PartKind, about: number) => EncodedPart

/** Reads a printing of an issue for sending, or the one that goes out now. Parts that are not those that were approved are never sent. */
export async function loadFrozenIssue(db: Db, issueId: number, asked?: number): Promise<FrozenIssue> {
  const issue = await findIssue(db, issueId)
  if (!issue) throw new Error(`Issue ${issueId} is gone`)
  const printing = asked ?? issue.printing
  const parts = await listParts(db, { issueId, printing })
  const approved = await findPrinting(db, { issueId, printing })
  const hash = hashParts(parts)
  const isApproved = hash === approved?.partsHash && (printing !== issue.printing || hash === issue.partsHash)
  const isWhole = isApproved && parts.every((part) => hashOf(part.content) === part.hash)
  if (!isWhole) throw new Error(`The parts of issue ${issueId} are not those that were approved`)
  const digest = await getDigest(db, issue.digestId)
  return freezeIssue({ digest, number: issue.number, stories: await listIssueStories(db, issueId) }, parts)
}

/** Makes an issue ready to be put together. Each part is encoded once, when the first mail needs it. */
export function freezeIssue(issue: { digest: Digest; number: number; stories: IssueStory[] }, parts: FrozenPart[]): FrozenIssue {
  const shelves = Map.groupBy(parts, shelfOf)
  const lookups = once((shelf) => lookUpIn(shelves.get(shelf) ?? []))
  const summaries = once((language) => summaryAmong(parts, language))
  return { ...issue, summaryIn: summaries, partsIn: (language, format) => lookups(shelfOf({ language, format })) }
}

const shelfOf = ({ language, format }: Pick<FrozenPart, 'language' | 'format'>): string => `${language} ${format}`

/** Finds parts by their kind and then by their number: every mail asks some hundred times. */
function lookUpIn(parts: FrozenPart[]): PartLookup {
  const contents = new Map(
    [...Map.groupBy(parts, ({ kind }) => kind)].map(([kind, some]) => [kind, new Map(some.map((one) => [one.about, one]))]),
  )
  const encoded = new Map<string, Map<number, EncodedPart>>([...contents.keys()].map((kind) => [kind, new Map()]))
  return (kind, about) => {
    const known = encoded.get(kind)?.get(about)
    if (known) return known
    const part = contents.get(kind)?.get(about)
    if (!part) throw new Error(`The issue has no part ${kind} ${about}`)
    const made = encodePart(part.content)
    encoded.get(kind)?.set(about, made)
    return made
  }
}

function summaryAmong(parts: FrozenPart[], language: Language): Summary {
  const part = parts.find((one) => one.kind === 'summary' && one.language === language)
  if (!part) throw new Error(`The issue has no summary in ${language}`)
  return JSON.parse(part.content) as Summary
}

function once<Made>(make: (key: string) => Made): (key: string) => Made {
  const made = new Map<string, Made>()
  return (key) => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}
