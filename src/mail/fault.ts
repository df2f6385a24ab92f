import { classifyReply, type Verdict } from './reports/classify-reply.ts'
import type { Reason } from './reports/reason.ts'
import type { Stage } from './reports/reply-rule.ts'

/**
 * At whose door an answer of 4yz or 5yz is laid. What follows from it, where it is the last word:
 *
 * - `recipient-hard`: the address is dead. It is suppressed (RFC 3463 §3.2, §3.3).
 * - `recipient-soft`: the mailbox is full, suspended or says nothing clear. It is counted, see domain/soft-failures.ts.
 * - `provider`: a server has trouble, perhaps the one that we hand everything to. Nothing follows.
 * - `nobody`: a rule of this mailbox, or its pace. Nothing follows.
 * - `message`: this issue is not wanted as it is: content, spam, size, form. The issue is held after a few in a row.
 * - `us`: our address, name, signature or reputation. The way out pauses after a few in a row.
 * - `configuration`: sign-in, TLS, protocol. The way out pauses at once, and the message is kept (RFC 4954 §6, RFC 3207 §4).
 *
 * Only the first two are ever held against a subscriber.
 */
export type Fault = 'recipient-hard' | 'recipient-soft' | 'provider' | 'nobody' | 'message' | 'us' | 'configuration'

export type Judgement = {
  fault: Fault
  /** We are asked for less: the pace to the domain of this recipient is too high. */
  throttled: boolean
}

type Said = { replyCode: number | null; enhancedCode: string | null; reply: string }

/**
 * Judges an answer to a command by its words first: providers use the registered codes as they please (Gmail's 5.7.27 is SPF, IANA's a
 * null MX).
 */
export function judgeReply(said: Said, command = ''): Judgement {
  const stage = STAGES[command] ?? null
  const verdict = classifyReply({ text: said.reply, replyCode: said.replyCode, status: said.enhancedCode, stage })
  const throttled = said.replyCode === 421 || ASKS_FOR_LESS.has(verdict.action)
  return { fault: isAboutLetters(said) ? 'nobody' : faultOf(verdict, stage), throttled }
}

const STAGES: Record<string, Stage> = { 'MAIL FROM': 'sender', 'RCPT TO': 'recipient', DATA: 'content' }

// RFC 5321 §3.8 and the providers' pages: 421 is for the connection, 4.7.x and a block on what we are for everything that we send there.
const ASKS_FOR_LESS = new Set<Verdict['action']>(['slow-down', 'pause-provider'])

// RFC 6531: an address with letters beyond ASCII may be alive, though nobody on the way can write to it.
const isAboutLetters = ({ enhancedCode }: Said): boolean => enhancedCode === '5.6.7' || enhancedCode === '4.6.7'

// One provider's opinion of what it was shown. Another issue may please it better, so the way out stays open.
const ABOUT_THE_CONTENT = new Set<Reason>(['spam', 'policy'])

function faultOf({ class: kind, reason, scope, action }: Verdict, stage: Stage | null): Fault {
  if (scope === 'configuration') return 'configuration'
  if (scope === 'message' || ABOUT_THE_CONTENT.has(reason)) return 'message'
  if (scope === 'session' || action === 'pass-over' || reason === 'recipient-rate' || reason === 'recipient-policy') return 'nobody'
  if (scope === 'provider') return kind === 'sender' ? 'us' : 'provider'
  // Before the recipient has been named there is only the message's size (552, RFC 1870 §6.1) to object to.
  if (stage === 'sender') return 'message'
  return kind === 'hard' ? 'recipient-hard' : 'recipient-soft'
}
