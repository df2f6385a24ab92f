import { saying, type Saying } from '../domain/saying.ts'
import type { TemplateFault } from './template-fault.ts'

type Known = { language: string; english: Record<string, unknown> }

/** A file of words may hold only what is to be said otherwise; each wording must fill in the same names and have the language's plural forms. */
export function lintWords(source: string, { language, english }: Known): TemplateFault[] {
  let words: unknown
  try {
    words = JSON.parse(source)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ line: lineIn(source, message), message: saying('templateFaults.no-json', { why: message.replaceAll(/\s+/g, ' ') }) }]
  }
  if (typeof words !== 'object' || words === null || Array.isArray(words)) return [{ line: 1, message: saying('templateFaults.no-object') }]
  return Object.entries(words).flatMap(([key, wording]) => {
    const fault = key === '//' ? undefined : faultOf(wording, { usual: english[key], language })
    return fault === undefined ? [] : [{ line: lineOf(source, key), key, message: saying('templateFaults.wording', { key, fault }) }]
  })
}

/** V8 names the line, or shows what stands around the place: `Unexpected token '}', …"lo": }"… is not valid JSON`. */
function lineIn(source: string, message: string): number {
  const [, line] = /line (\d+)/.exec(message) ?? []
  if (line !== undefined) return Number(line)
  const [, token = '', around = ''] = /^Unexpected token '?(.+?)'?, (?:\.\.\.)?"([^]*)"(?:\.\.\.)? is not/.exec(message) ?? []
  const start = around === '' ? -1 : source.indexOf(around)
  return start < 0 ? 0 : source.slice(0, start + Math.max(0, around.lastIndexOf(token))).split('\n').length
}

function faultOf(wording: unknown, { usual, language }: { usual: unknown; language: string }): Saying | undefined {
  if (usual === undefined) return saying('templateFaults.wording-unknown')
  if (typeof usual === 'string') {
    if (typeof wording !== 'string') return saying('templateFaults.wording-text')
    return namesIn(wording) === namesIn(usual) ? undefined : saying('templateFaults.wording-names', { names: namesIn(usual) || '–' })
  }
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const isWhole =
    typeof wording === 'object' && wording !== null && forms.every((form) => typeof (wording as Record<string, unknown>)[form] === 'string')
  return isWhole ? undefined : saying('templateFaults.wording-plurals', { forms: forms.join(', ') })
}

const namesIn = (wording: string): string => [...new Set(wording.match(/\{[a-z]+\}/gi) ?? [])].toSorted().join(' ')

const lineOf = (source: string, key: string): number => source.slice(0, Math.max(0, source.indexOf(`"${key}"`))).split('\n').length
