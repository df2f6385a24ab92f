import { readMessage } from '../../src/mail/read-message.ts'
import { lintMessage } from '../../src/mail/lint/lint-message.ts'
import type { LintContext } from '../../src/mail/lint/lint-context.ts'
import type { Finding } from '../../src/mail/lint/finding.ts'

/** What the settings of the tests say of every message. */
export const TEST_CONTEXT: LintContext = {
  baseUrl: 'http://localhost:3000',
  postalAddress: 'Broadsheet, 1 Example Street, 12345 Exampletown',
  senderName: 'Broadsheet',
  ourDomain: 'broadsheet.example',
}

/** What a message breaks of the rules that it must keep. Every message that a test causes goes through this. */
export function faultsOf(raw: Uint8Array, context: LintContext = {}): Finding[] {
  return lintMessage(raw, { ...TEST_CONTEXT, ...context }).filter(({ level }) => level === 'must')
}

export const read = readMessage
