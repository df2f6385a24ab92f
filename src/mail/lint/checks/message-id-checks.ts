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
  if (value === undefined)
    return [{ message: 'There is no Message-ID: give every delivery its own, the same at each try.', where: 'Message-ID' }]
  const right = FORM.exec(value)?.[1]
  if (right === undefined)
    return [{ message: `The Message-ID "${value.slice(0, 80)}" is not of the form <left@right>.`, where: 'Message-ID' }]
  const ours = context.ourDomain ?? domainOf(mailboxesOf(message, 'From')[0]?.address ?? '')
  return [
    ...faultIf(value.length > LONGEST, `The Message-ID has ${value.length} characters; Gmail takes ${LONGEST}.`, 'Message-ID'),
    ...faultIf(
      ours !== '' && !belongTogether(right, ours),
      `The Message-ID ends in ${right}, which is not our domain ${ours}.`,
      'Message-ID',
    ),
  ]
}
