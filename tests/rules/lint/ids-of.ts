import type { LintContext } from '../../../src/mail/lint/lint-context.ts'
import { lintMessage } from '../../../src/mail/lint/lint-message.ts'
import { SOUND_CONTEXT } from './sound-message.ts'

/** The ids that are found in a message of which everything is known, each once, in order. */
export function idsOf(raw: Uint8Array, context: LintContext = {}): string[] {
  const found = lintMessage(raw, { ...SOUND_CONTEXT, ...context }).map(({ id }) => id)
  return [...new Set(found)].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
}
