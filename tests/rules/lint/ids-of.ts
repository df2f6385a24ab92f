import type { LintContext } from '../../../src/mail/lint/lint-context.ts'
import { lintMessage } from '../../../src/mail/lint/lint-message.ts'
import { SOUND_CONTEXT } from './sound-message.ts'

/** The id of each finding in a message of which everything is known, in order. */
export function idsOf(raw: Uint8Array, context: LintContext = {}): string[] {
  const found = lintMessage(raw, { ...SOUND_CONTEXT, ...context }).map(({ id }) => id)
  return found.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
}
