import type { ReplyRule } from '../reply-rule.ts'
import { ADDRESS_RULES } from './address-rules.ts'
import { AUTHENTICATION_RULES } from './authentication-rules.ts'
import { CONFIGURATION_RULES, LATE_PROTOCOL_RULES, PROTOCOL_RULES } from './configuration-rules.ts'
import { CONTENT_RULES } from './content-rules.ts'
import { DOMAIN_RULES } from './domain-rules.ts'
import { FULL_MAILBOX_RULES } from './full-mailbox-rules.ts'
import { MAILBOX_RULES } from './mailbox-rules.ts'
import { EXPIRY_RULES, LOOP_RULES, TROUBLE_RULES } from './network-rules.ts'
import { PROVIDER_RULES } from './provider-rules.ts'
import { RECIPIENT_FIRST_RULES } from './recipient-first-rules.ts'
import { REPUTATION_RULES } from './reputation-rules.ts'
import { POLICY_RULES, SENDER_RULES, STAGE_RULES } from './sender-rules.ts'
import { SPAM_RULES } from './spam-rules.ts'
import { CODE_RULES, STATUS_RULES } from './status-rules.ts'

/**
 * The order matters. Our own faults are asked before the recipient's, because "550 5.1.1 … blocked, see spamhaus" is no unknown user; what
 * the words say comes before the status, because servers pick statuses carelessly; the code alone comes last.
 */
export const TELLING_RULES: ReplyRule[] = [
  ...PROVIDER_RULES,
  ...RECIPIENT_FIRST_RULES,
  ...CONFIGURATION_RULES,
  ...AUTHENTICATION_RULES,
  ...SENDER_RULES,
  ...REPUTATION_RULES,
  ...FULL_MAILBOX_RULES,
  ...MAILBOX_RULES,
  ...CONTENT_RULES,
  ...SPAM_RULES,
  ...LOOP_RULES,
  ...STAGE_RULES,
  ...DOMAIN_RULES,
  ...ADDRESS_RULES,
  ...POLICY_RULES,
  ...EXPIRY_RULES,
]

/** Words that say little: a status beats them. */
export const VAGUE_RULES: ReplyRule[] = [...PROTOCOL_RULES, ...STATUS_RULES, ...TROUBLE_RULES, ...LATE_PROTOCOL_RULES, ...CODE_RULES]
