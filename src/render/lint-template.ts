import { errorText } from '../domain/error-text.ts'
import { saying } from '../domain/saying.ts'
import Handlebars from 'handlebars'
import { cutAtMarks } from './cut-at-marks.ts'
import type { TemplateFault } from './template-fault.ts'

/**
 * Checks a template by the rules that ours keep: it can be read, quotes its attributes, prints nothing unescaped that was not made safe,
 * runs nothing and loads nothing from elsewhere, has all its parts, and names only what the code hands to ours.
 */
export function lintTemplate(path: string, source: string, ours: string): TemplateFault[] {
  const unread = readingFault(source)
  if (unread) return [unread]
  const isText = path.endsWith('.txt')
  return [
    ...(isText
      ? []
      : [...quoteFaults(source), ...(path.endsWith('.hbs') || path.endsWith('.mjml') ? outsideFaults(source) : []), ...rawFaults(source)]),
    ...(/edition\.(mjml|txt)$/.test(path) ? markFaults(source) : []),
    ...(path.endsWith('.mjml') ? signFaults(source, ours) : []),
    ...nameFaults(source, ours),
  ]
}

function readingFault(source: string): TemplateFault | undefined {
  try {
    Handlebars.parse(source)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const [, line = '0'] = /line (\d+)/.exec(message) ?? / - (\d+):\d+/.exec(message) ?? []
    return { line: Number(line), message: saying('templateFaults.unreadable', { why: message.split('\n').at(-1) ?? '' }) }
  }
}

function quoteFaults(source: string): TemplateFault[] {
  const tags = [...blank(source).matchAll(/<[a-z][^<>]*(?:\{\{[^{}]*\}\}[^<>]*)*>/g)]
  return tags
    .filter(([tag]) => /=\s*(?!"")[^\s>]/.test(tag.replaceAll(/"[^"]*"|'[^']*'/g, '""')))
    .map(({ index }) => ({
      line: lineAt(source, index),
      message: saying('templateFaults.unquoted'),
    }))
}

/** Comments become blanks, so that everything keeps its place. */
const blank = (source: string): string =>
  source.replaceAll(/<!--[\s\S]*?-->|\{\{!--[\s\S]*?--\}\}/g, (comment) => comment.replaceAll(/[^\n]/g, ' '))

const SAFE = /^(?:\.\.\/)?(?:body|html|[a-zA-Z.]*Html)$/

const rawFaults = (source: string): TemplateFault[] =>
  [...source.matchAll(/\{\{\{\s*([^}\s]+)\s*\}\}\}|\{\{&\s*([^}\s]+)/g)]
    .filter(([, name, other]) => !SAFE.test(name ?? other ?? ''))
    .map(({ index, 1: name, 2: other }) => ({
      line: lineAt(source, index),
      message: saying('templateFaults.raw', { name: name ?? other ?? '' }),
    }))

const OUTSIDE = /\son[a-z]+\s*=|javascript:|src\s*=\s*"(?:https?:)?\/\/|<script\b(?![^>]*\bsrc="\{\{)/gi

const outsideFaults = (source: string): TemplateFault[] =>
  [...blank(source).matchAll(OUTSIDE)].map(({ index, 0: found }) => ({
    line: lineAt(source, index),
    message: saying('templateFaults.runs', { found: found.trim() }),
  }))

function markFaults(source: string): TemplateFault[] {
  try {
    cutAtMarks(source)
    return []
  } catch (error) {
    return [{ line: 0, message: saying('templateFaults.marks', { why: errorText(error) }) }]
  }
}

function signFaults(source: string, ours: string): TemplateFault[] {
  const known = new Set([...ours.matchAll(SIGN)].map(([sign]) => sign))
  return [...source.matchAll(SIGN)]
    .filter(([sign]) => !known.has(sign))
    .map(({ index, 0: sign }) => ({
      line: lineAt(source, index),
      message: saying('templateFaults.sign-unknown', { sign, known: [...known].join(' ') }),
    }))
}

const SIGN = /\$[a-zA-Z]+/g

function nameFaults(source: string, ours: string): TemplateFault[] {
  const known = new Set([...BLOCKS, ...namesIn(ours).map(({ name }) => name)])
  return namesIn(source)
    .filter(({ name }) => !known.has(name))
    .map(({ name, line }) => ({
      line,
      message: saying('templateFaults.name-unknown', {
        name,
        known: [...known]
          .filter((one) => !BLOCKS.includes(one))
          .toSorted()
          .join(', '),
      }),
    }))
}

const BLOCKS = ['if', 'unless', 'each']

type Named = { name: string; line: number }
type Node = { type?: string; original?: unknown; data?: boolean; parts?: string[]; loc?: { start: { line: number } } } & Record<
  string,
  unknown
>

/** What a template names: data, helpers and other templates. */
function namesIn(source: string): Named[] {
  const found: Named[] = []
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk)
    if (typeof node !== 'object' || node === null) return
    const { type, parts = [], data, loc } = node as Node
    if (type === 'PathExpression' && data !== true) for (const name of parts) found.push({ name, line: loc?.start.line ?? 0 })
    for (const [key, value] of Object.entries(node)) if (key !== 'loc') walk(value)
  }
  walk(Handlebars.parse(source))
  return found
}

const lineAt = (source: string, index: number): number => source.slice(0, index).split('\n').length
