import type { Reason } from './reason.ts'

/** What one server answered, made ready for the rules. */
export type PlainReply = {
  /** Lower case, without accents, addresses, codes and line breaks (plain-reply.ts). */
  text: string
  /** `550`, or null when only a report's prose is known. */
  replyCode: string | null
  /** `5.1.1`, or null. */
  status: string | null
  /** At which command the answer came, when the text says so. */
  stage: Stage | null
}

export type Stage = 'connect' | 'greeting' | 'sender' | 'recipient' | 'content'

/**
 * One line of the tables. All conditions that are named must hold. `source` says where the wording or the code comes from: an RFC and its
 * section, a provider's page, a server's own messages.
 */
export type ReplyRule = {
  id: string
  reason: Reason
  source: string
  text?: RegExp
  code?: RegExp
  status?: RegExp
  stage?: Stage[]
}

/** One pattern out of several ways to say the same. */
export const says = (...ways: RegExp[]): RegExp => new RegExp(ways.map((way) => way.source).join('|'), 'u')

/** A pattern with others in it: pattern`${WHO} (?:is )?unknown`. */
export const pattern = (parts: TemplateStringsArray, ...inner: RegExp[]): RegExp =>
  new RegExp(String.raw({ raw: parts.raw }, ...inner.map((each) => `(?:${each.source})`)), 'u')

export function holds(rule: ReplyRule, reply: PlainReply): boolean {
  return (
    (rule.text === undefined || rule.text.test(reply.text)) &&
    (rule.code === undefined || (reply.replyCode !== null && rule.code.test(reply.replyCode))) &&
    (rule.status === undefined || (reply.status !== null && rule.status.test(reply.status))) &&
    (rule.stage === undefined || (reply.stage !== null && rule.stage.includes(reply.stage)))
  )
}
