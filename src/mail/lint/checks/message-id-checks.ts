import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { belongTogether } from '../message/domains.ts'
import { domainOf } from '../message/mailbox.ts'
import { mailboxesOf, valueOf, type Message } from '../message/read-message.ts'

const LONGEST = 500

// <dot-atom@dot-atom> or <dot-atom@[literal]> (RFC 5322 §3.6.4).
const FORM =
  /^<[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@([\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|\[[!-Z^-~]*\])>$/

export const messageIdChecks: Check[] = [{ id: 'A5', level: 'must', look: messageIdFaults }]

function messageIdFaults(message: Message, context: LintContext): Fault[] {
  const value = valueOf(message, 'Message-ID')
  if (value === undefined) return [{ message: saying('lint.no-message-id'), where: 'Message-ID' }]
  const right = FORM.exec(value)?.[1]
  if (right === undefined) return [{ message: saying('lint.message-id-form', { value: value.slice(0, 80) }), where: 'Message-ID' }]
  const ours = context.ourDomain ?? domainOf(mailboxesOf(message, 'From')[0]?.address ?? '')
  return [
    ...faultIf(value.length > LONGEST, saying('lint.message-id-long', { count: value.length, most: LONGEST }), 'Message-ID'),
    ...faultIf(ours !== '' && !belongTogether(right, ours), saying('lint.message-id-domain', { domain: right, ours }), 'Message-ID'),
  ]
}
