import type { Language } from '../domain/briefing.ts'
import type { Digest } from '../domain/digest.ts'
import type { IssueStory } from '../domain/issue.ts'
import type { Format, PartKind, Summary } from '../domain/part.ts'
import { encodePart, type EncodedPart } from '../mail/encoded-part.ts'
import type { Db } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { findIssue, listIssueStories } from '../store/issues.ts'
import { listParts, type FrozenPart } from '../store/parts.ts'
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

/** Reads a frozen issue for sending. Parts that are not those that were approved are never sent. */
export async function loadFrozenIssue(db: Db, issueId: number): Promise<FrozenIssue> {
  const issue = await findIssue(db, issueId)
  if (!issue) throw new Error(`Issue ${issueId} is gone`)
  const parts = await listParts(db, issueId)
  const isWhole = parts.every((part) => hashOf(part.content) === part.hash) && hashParts(parts) === issue.partsHash
  if (!isWhole) throw new Error(`The parts of issue ${issueId} are not those that were approved`)
  const digest = await getDigest(db, issue.digestId)
  return freezeIssue({ digest, number: issue.number, stories: await listIssueStories(db, issueId) }, parts)
}

/** Makes an issue ready to be put together. Each part is encoded once, when the first mail needs it. */
export function freezeIssue(issue: { digest: Digest; number: number; stories: IssueStory[] }, parts: FrozenPart[]): FrozenIssue {
  const byKey = new Map(parts.map((part) => [keyOf(part), part]))
  const contentOf = (key: string): string => {
    const part = byKey.get(key)
    if (!part) throw new Error(`The issue has no part ${key}`)
    return part.content
  }
  const encoded = once((key) => encodePart(contentOf(key)))
  const summary = once((key) => JSON.parse(contentOf(key)) as Summary)
  return {
    ...issue,
    summaryIn: (language) => summary(keyOf({ language, format: 'text', kind: 'summary', about: 0 })),
    partsIn: (language, format) => (kind, about) => encoded(keyOf({ language, format, kind, about })),
  }
}

function once<Made>(make: (key: string) => Made): (key: string) => Made {
  const made = new Map<string, Made>()
  return (key) => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}

const keyOf = ({ language, format, kind, about }: Omit<FrozenPart, 'hash' | 'content'>): string => [language, format, kind, about].join(' ')
