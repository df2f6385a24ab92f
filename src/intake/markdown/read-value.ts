import { saying, type Saying } from '../../domain/saying.ts'
import { isMap, isScalar, isSeq, type Node } from 'yaml'
import { cleanText } from '../../domain/clean-text.ts'
import { findForbidden } from '../find-forbidden.ts'
import { joinLines } from '../join-lines.ts'
import { type Limited, tooLong } from '../length-limits.ts'
import { NEWLINE } from '../newline.ts'

/** Takes note of what is wrong with a node. */
export type Report = (node: Node | null, message: Saying) => void

/** A value of one line, clean. Undefined if it is not given, or is reported. */
export function readLine(node: Node | null, name: string, limit: Limited, report: Report): string | undefined {
  const raw = readString(node, name, report)
  if (raw === undefined) return undefined
  if (NEWLINE.test(raw.trim())) return reported(report, node, saying('reading.one-line', { name }))
  return within(cleanText(raw), node, limit, report)
}

/** The same for a value that may run over several lines, which become one. */
export function readParagraph(node: Node | null, name: string, limit: Limited, report: Report): string | undefined {
  const raw = readString(node, name, report)
  return raw === undefined ? undefined : within(cleanText(joinLines(raw.trim().split(NEWLINE))), node, limit, report)
}

export function readString(node: Node | null, name: string, report: Report): string | undefined {
  if (isNothing(node)) return undefined
  if (!isScalar(node) || typeof node.value !== 'string')
    return reported(report, node, saying('reading.not-a-text', { name, kind: kindOf(node) }))
  // Escapes such as "\r\nBcc:" and "\u202E" come to life only here, after the file as a whole was checked.
  const forbidden = findForbidden(node.value)[0]
  if (forbidden) return reported(report, node, forbidden.message)
  return node.value
}

function within(text: string, node: Node | null, limit: Limited, report: Report): string | undefined {
  const problem = tooLong(limit, text, 0)[0]
  if (problem) return reported(report, node, problem.message)
  return text === '' ? undefined : text
}

function reported(report: Report, node: Node | null, message: Saying): undefined {
  report(node, message)
  return undefined
}

/** A field without a value, `kicker:`, is as good as not there. */
export const isNothing = (node: Node | null | undefined): boolean => !node || (isScalar(node) && node.value === null)

export function kindOf(node: Node | null): Saying {
  if (isMap(node)) return saying('reading.kind-fields')
  if (isSeq(node)) return saying('reading.kind-list')
  if (!isScalar(node) || node.value === null) return saying('reading.kind-nothing')
  if (typeof node.value === 'string') return saying('reading.kind-text')
  return typeof node.value === 'number' ? saying('reading.kind-number') : saying('reading.kind-other')
}
