import { saying } from '../../domain/saying.ts'
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import type { Source } from '../../domain/briefing.ts'
import { cleanText } from '../../domain/clean-text.ts'
import { tooLong } from '../length-limits.ts'
import { hostOf, readLink, sourceFromText } from '../source-link.ts'
import { isNothing, kindOf, readLine, readString, type Report } from './read-value.ts'

const MOST = 500
const LONGEST_TEXT = 2500

/** `sources: [Reuters, "AP https://…", {title: BBC, url: https://…}]`, or one of these alone. */
export function readSources(node: Node | null, report: Report): Source[] {
  const items = isSeq(node) ? (node.items as Node[]) : [node]
  if (items.length > MOST) report(node, saying('reading.sources-many', { count: items.length, most: MOST }))
  return items.slice(0, MOST).flatMap((item) => (isMap(item) ? fromFields(item, report) : fromText(item, report)))
}

function fromText(node: Node | null, report: Report): Source[] {
  if (isSeq(node)) {
    report(node, saying('reading.source-kind', { kind: kindOf(node) }))
    return []
  }
  const text = cleanText(readString(node, 'sources', report)?.slice(0, LONGEST_TEXT) ?? '')
  if (text === '') return []
  const { source, reason } = sourceFromText(text)
  if (reason !== undefined) report(node, reason)
  for (const { message } of tooLong('source title', source.title, 0)) report(node, message)
  return [source]
}

function fromFields(map: YAMLMap, report: Report): Source[] {
  const nodes = new Map(map.items.map(({ key, value }) => [nameOf(key), value as Node | null]))
  for (const { key } of map.items) {
    const name = nameOf(key)
    if (name !== 'title' && name !== 'url') report(key as Node, saying('reading.source-field', { name: name.slice(0, 60) }))
  }
  const title = nodes.get('title') ?? null
  const url = nodes.get('url') ?? null
  if (isNothing(title) && isNothing(url)) report(map, saying('reading.source-empty'))
  return sourceOf(readLine(title, 'title', 'source title', report), readUrl(url, report))
}

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '')

function readUrl(node: Node | null, report: Report): string | undefined {
  const address = readString(node, 'url', report)
  const link = address === undefined ? undefined : readLink(address.trim())
  if (link && !link.ok) report(node, saying('reading.address', { why: link.reason }))
  return link?.ok ? link.url : undefined
}

function sourceOf(title: string | undefined, url: string | undefined): Source[] {
  if (url === undefined) return title === undefined ? [] : [{ title }]
  return [{ title: title ?? hostOf(url), url }]
}
