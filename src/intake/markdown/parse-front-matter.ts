import { saying, type Saying } from '../../domain/saying.ts'
import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { Problem } from '../../domain/briefing.ts'

export type Field = { name: string; line: number; node: Node | null }

/** Front matter as its top fields, with a way from a node to its line in the file. */
export type ParsedFrontMatter = { fields: Field[]; lineOf: (node: Node | null) => number; problems: Problem[] }

const LARGEST = 64_000

/**
 * YAML 1.2 core schema and nothing else: no tags, no aliases (a few lines of which can stand for gigabytes), no merge keys. The fields are
 * read from the syntax tree, so that a key such as `__proto__` is a name like any other.
 */
export function parseFrontMatter(yaml: string, firstLine: number): ParsedFrontMatter {
  const counter = new LineCounter()
  const lineAt = (offset: number) => counter.linePos(offset).line + firstLine - 1
  const lineOf = (node: Node | null) => (node?.range ? lineAt(node.range[0]) : firstLine)
  if (yaml.length > LARGEST) {
    const message = saying('reading.front-matter-long', { most: LARGEST })
    return { fields: [], lineOf, problems: [{ line: firstLine, message }] }
  }
  // Uniqueness is checked by the reader of the fields: the library compares every key with every other.
  const document = parseDocument(yaml, { ...OPTIONS, lineCounter: counter })
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({ line: lineAt(pos[0]), message: explain(message) }))
  const root = document.contents
  const problems = [...faults, ...aliasProblems(root, lineOf)]
  if (root === null || (isScalar(root) && root.value === null)) return { fields: [], lineOf, problems }
  if (!isMap(root)) return { fields: [], lineOf, problems: [...problems, { line: lineOf(root), message: NOT_FIELDS }] }
  const fields = root.items.map(({ key, value }) => ({
    name: isScalar(key) ? String(key.value) : '',
    line: lineOf(key as Node),
    node: value,
  }))
  return { fields, lineOf, problems }
}

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  stringKeys: true,
  uniqueKeys: false,
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const

const NOT_FIELDS = saying('reading.front-matter-fields')

const explain = (message: string): Saying => saying('reading.not-yaml', { why: message.split('\n')[0]?.replace(/[.:]?\s*$/, '') ?? '' })

function aliasProblems(root: Node | null, lineOf: (node: Node | null) => number): Problem[] {
  const problems: Problem[] = []
  visit(root, (_, node) => {
    if (isAlias(node)) problems.push({ line: lineOf(node), message: saying('reading.alias', { name: node.source }) })
  })
  return problems
}
