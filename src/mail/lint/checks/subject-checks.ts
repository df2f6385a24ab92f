import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { decodeHeaderValue } from '../message/encoded-word.ts'
import { valueOf, type Message } from '../message/read-message.ts'

const GMAIL_MOST = 998
const COMFORTABLE = 150

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
const BIDI_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/
const ANSWER = /^\s*(?:re|fwd?|回复|转发|回覆|轉寄)\s*[:：]/i

export const subjectChecks: Check[] = [{ id: 'A9', level: 'must', look: subjectFaults }]

function subjectFaults(message: Message): Fault[] {
  const value = valueOf(message, 'Subject')
  if (value === undefined) return []
  const subject = decodeHeaderValue(value)
  const length = Array.from(subject).length
  const long: Fault = { level: 'policy', message: saying('lint.subject-long', { count: length, most: COMFORTABLE }), where: 'Subject' }
  const empty: Fault = { level: 'should', message: saying('lint.subject-empty'), where: 'Subject' }
  return [
    ...faultIf(length > GMAIL_MOST, saying('lint.subject-too-long', { count: length, most: GMAIL_MOST }), 'Subject'),
    ...(length > COMFORTABLE && length <= GMAIL_MOST ? [long] : []),
    ...(subject === '' ? [empty] : []),
    ...faultIf(CONTROL.test(subject), saying('lint.subject-control'), 'Subject'),
    ...faultIf(BIDI_OVERRIDE.test(subject), saying('lint.subject-direction'), 'Subject'),
    ...faultIf(ANSWER.test(subject), saying('lint.subject-answer'), 'Subject'),
  ]
}
