import { createHash } from 'node:crypto'
import type { Language } from '../domain/briefing.ts'
import type { IssueToRender } from '../domain/issue-to-render.ts'
import type { Part, Summary } from '../domain/part.ts'
import { ownFolder } from '../render/own-templates.ts'
import { renderIssue } from '../render/render-issue.ts'

export type Rendered = { parts: Part[]; summary: Summary }

/** Three issues in three languages; some hundred kilobytes each. */
const MOST = 9

const kept = new Map<string, Promise<Rendered>>()

/**
 * The parts of an issue in a language, made once for as long as nothing in it changes: the page of a preview and each of its frames ask for
 * the same ones, and the same issue always gives the same bytes.
 */
export function keptParts(issue: IssueToRender, language: Language): Promise<Rendered> {
  const key = keyOf(issue, language)
  const rendered = kept.get(key) ?? renderIssue(issue, language)
  kept.delete(key)
  kept.set(key, rendered)
  rendered.catch(() => kept.delete(key))
  for (const oldest of kept.keys()) if (kept.size > MOST) kept.delete(oldest)
  return rendered
}

/** Of everything that an issue is rendered from; how links are counted shows in what it makes of one. */
function keyOf({ counted, ...issue }: IssueToRender, language: Language): string {
  const told = JSON.stringify([language, issue, counted?.('https://example.org/') ?? '', ownFolder()?.pathname])
  return createHash('sha256').update(told).digest('base64')
}
