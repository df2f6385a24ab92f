import { plainReply, type Reply } from './plain-reply.ts'
import { meaningOf, type Reason, type ReplyClass, type Scope } from './reason.ts'
import { holds, type ReplyRule } from './reply-rule.ts'
import { TELLING_RULES, VAGUE_RULES } from './rules/reply-rules.ts'

/**
 * What to do with this mail. Of the transient ones `retry` waits, `slow-down` also lowers the pace to this provider, `retry-apart` needs a
 * conversation of its own. Of the final ones `suppress` and `count` are the recipient's, `pass-over` blames nobody, `stop-issue` means the
 * message is at fault, `pause-provider` all our mail to this provider, `stop-transport` our settings.
 */
export type ReplyAction =
  'accept' | 'retry' | 'slow-down' | 'retry-apart' | 'suppress' | 'count' | 'pass-over' | 'stop-issue' | 'pause-provider' | 'stop-transport'

export type Verdict = {
  class: ReplyClass
  reason: Reason
  scope: Scope
  action: ReplyAction
  /** The first digit says so (RFC 5321 §4.2.1): the same mail may be tried again. */
  isTransient: boolean
  replyCode: string | null
  status: string | null
  /** Which line of the tables decided; see `rules/`. */
  rule: string
  /** False when no words decided, only a status, a code or nothing at all. */
  isTelling: boolean
}

const NOTHING_SAID: ReplyRule = { id: 'nothing-said', reason: 'unclear', source: 'no rule applies' }

/**
 * Reads one SMTP answer, from a conversation or out of a report: words and reply code first, the enhanced status second.
 *
 * `class` is what it would mean if it were the last word (`450 4.1.1 user unknown` is hard once it has been given up), `action` what to do
 * now (it is to be retried). Never throws.
 */
export function classifyReply(reply: Reply): Verdict {
  const plain = plainReply(reply)
  const telling = TELLING_RULES.find((rule) => holds(rule, plain))
  const rule = telling ?? VAGUE_RULES.find((each) => holds(each, plain)) ?? NOTHING_SAID
  const meaning = meaningOf(rule.reason)
  const isTransient = (plain.replyCode ?? plain.status ?? '').startsWith('4')
  return {
    class: meaning.class,
    reason: rule.reason,
    scope: meaning.scope,
    action: actionFor(rule.reason, isTransient),
    isTransient,
    replyCode: plain.replyCode,
    status: plain.status,
    rule: rule.id,
    isTelling: telling !== undefined,
  }
}

function actionFor(reason: Reason, isTransient: boolean): ReplyAction {
  const { class: kind, scope, counts } = meaningOf(reason)
  if (kind === 'delivered') return 'accept'
  if (scope === 'session') return 'retry-apart'
  if (isTransient) return scope === 'provider' && kind === 'sender' ? 'slow-down' : 'retry'
  if (scope === 'configuration') return 'stop-transport'
  if (scope === 'message') return 'stop-issue'
  if (scope === 'provider') return kind === 'sender' ? 'pause-provider' : 'count'
  if (counts === false) return 'pass-over'
  return kind === 'hard' ? 'suppress' : 'count'
}
