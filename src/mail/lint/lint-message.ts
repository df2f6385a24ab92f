import { saying } from '../../domain/saying.ts'
import type { Check } from './check.ts'
import { CHECKS } from './checks.ts'
import type { Finding } from './finding.ts'
import type { LintContext } from './lint-context.ts'
import { readMessage, type Message } from './message/read-message.ts'

// Nobody reads the same complaint a thousand times.
const MOST_OF_ONE = 20

/**
 * Holds a message against the statements on format, international mail, identity, unsubscribing, signature, envelope and body; each
 * is judged by itself, so that one fault may be found under two ids. Takes any bytes and never throws; an empty list is a sound message.
 */
export function lintMessage(raw: Uint8Array, context: LintContext = {}): Finding[] {
  const message = readMessage(raw)
  return CHECKS.flatMap((check) => findingsOf(check, message, context))
}

function findingsOf({ id, level, look }: Check, message: Message, context: LintContext): Finding[] {
  const findings = look(message, context).map((fault) => ({ id, level, ...fault }))
  const left = findings.length - MOST_OF_ONE
  if (left <= 0) return findings
  return [...findings.slice(0, MOST_OF_ONE), { id, level, message: saying('lint.more-of-kind', { count: left }) }]
}
