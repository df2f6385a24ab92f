/**
 * Why a server did not take a mail, in a word each, and what follows from it.
 *
 * `kind` is whose matter it is: `hard` the address is dead, `soft` it may work again, `sender` the fault is ours (address, content,
 * reputation, settings) and is never the subscriber's. `scope` is how far the answer reaches: this one recipient, this message to anybody,
 * everything we send to this provider, this one SMTP conversation, or our own settings.
 */
export type Scope = 'recipient' | 'message' | 'provider' | 'session' | 'configuration'

export type ReplyClass = 'hard' | 'soft' | 'sender' | 'delivered'

export type Meaning = { class: ReplyClass; scope: Scope; counts?: false }

export type Reason = keyof typeof REASONS

export const REASONS = {
  delivered: { class: 'delivered', scope: 'recipient' },

  'unknown-user': { class: 'hard', scope: 'recipient' },
  'unknown-domain': { class: 'hard', scope: 'recipient' },
  'bad-address': { class: 'hard', scope: 'recipient' },
  'no-mail-accepted': { class: 'hard', scope: 'recipient' },
  moved: { class: 'hard', scope: 'recipient' },
  'owner-changed': { class: 'hard', scope: 'recipient' },
  'mailbox-disabled': { class: 'hard', scope: 'recipient' },
  suppressed: { class: 'hard', scope: 'recipient' },

  'mailbox-suspended': { class: 'soft', scope: 'recipient' },
  'mailbox-full': { class: 'soft', scope: 'recipient' },
  'recipient-refuses': { class: 'soft', scope: 'recipient' },
  // These two say nothing about the address being dead, so they do not even count towards it.
  'recipient-rate': { class: 'soft', scope: 'recipient', counts: false },
  'recipient-policy': { class: 'sender', scope: 'recipient', counts: false },
  mailer: { class: 'soft', scope: 'recipient' },
  unclear: { class: 'soft', scope: 'recipient' },

  expired: { class: 'soft', scope: 'provider' },
  network: { class: 'soft', scope: 'provider' },
  dns: { class: 'soft', scope: 'provider' },
  temporary: { class: 'soft', scope: 'provider' },
  system: { class: 'soft', scope: 'provider' },
  loop: { class: 'soft', scope: 'message' },
  'session-limit': { class: 'soft', scope: 'session' },

  virus: { class: 'sender', scope: 'message' },
  content: { class: 'sender', scope: 'message' },
  'too-large': { class: 'sender', scope: 'message' },
  'not-compliant': { class: 'sender', scope: 'message' },
  'sender-refused': { class: 'sender', scope: 'message' },

  authentication: { class: 'sender', scope: 'provider' },
  'reverse-dns': { class: 'sender', scope: 'provider' },
  reputation: { class: 'sender', scope: 'provider' },
  blocked: { class: 'sender', scope: 'provider' },
  // Spam is one provider's opinion, not a fault of the message that all would see.
  spam: { class: 'sender', scope: 'provider' },
  rate: { class: 'sender', scope: 'provider' },
  encryption: { class: 'sender', scope: 'provider' },
  policy: { class: 'sender', scope: 'provider' },
  relaying: { class: 'sender', scope: 'provider' },

  configuration: { class: 'sender', scope: 'configuration' },
  protocol: { class: 'sender', scope: 'configuration' },
} as const satisfies Record<string, Meaning>

export const meaningOf = (reason: Reason): Meaning => REASONS[reason]
