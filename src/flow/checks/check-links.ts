import type { BriefingContent } from '../../domain/briefing.ts'
import { saying } from '../../domain/saying.ts'
import type { CheckFinding } from './finding.ts'
import { visitLink, type Visited } from './visit-link.ts'

type Link = { url: string; field: 'body' | 'sources'; line: number }

const MOST = 60
const AT_ONCE = 6

/** Opens every address of a briefing, once and only when somebody asks for it, and tells which are dead, moved, or cannot be judged. */
export async function checkLinks(content: BriefingContent, visit: (url: string) => Promise<Visited> = visitLink): Promise<CheckFinding[]> {
  const links = linksOf(content).slice(0, MOST)
  const urls = [...new Set(links.map(({ url }) => url))]
  const visited = new Map<string, Visited>()
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let url = urls.pop(); url !== undefined; url = urls.pop()) visited.set(url, await visit(url))
  })
  await Promise.all(workers)
  return links.flatMap((link) => findingOf(link, visited.get(link.url)))
}

function findingOf({ url, field, line }: Link, visited: Visited | undefined): CheckFinding[] {
  if (!visited || visited.state === 'ok') return []
  const at = { field, line, found: url }
  if (visited.state === 'moved') return [{ check: 'link-moved', level: 'should', ...at, values: { target: visited.target } }]
  const values = { why: saying(`checks.why-${visited.why}`, { status: visited.status }) }
  return visited.state === 'dead'
    ? [{ check: 'link-dead', level: 'must', ...at, values }]
    : [{ check: 'link-unknown', level: 'hint', ...at, values }]
}

const ADDRESS = /https?:\/\/[^\s<>"'）】」]{3,2000}/giu

function linksOf({ body, sources }: BriefingContent): Link[] {
  const inBody = body.split('\n').flatMap((text, index) =>
    text
      .matchAll(ADDRESS)
      .take(MOST)
      .toArray()
      .map(([url]) => ({ url: withoutEnd(url), field: 'body' as const, line: index + 1 })),
  )
  const inSources = sources.flatMap(({ url }, index) => (url === undefined ? [] : [{ url, field: 'sources' as const, line: index + 1 }]))
  return [...inSources, ...inBody]
}

/** What closes the link of Markdown or the sentence around it is not the address's own. */
function withoutEnd(url: string): string {
  const cut = url.replace(/[.,;:!?*_\]]+$/, '')
  const isOpen = cut.split('(').length > cut.split(')').length - 1
  return cut.endsWith(')') && !isOpen ? withoutEnd(cut.slice(0, -1)) : cut
}
