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
  const long: Fault = { level: 'policy', message: `The subject has ${length} characters: keep it within ${COMFORTABLE}.`, where: 'Subject' }
  const empty: Fault = { level: 'should', message: 'The subject is empty: say what the mail is about.', where: 'Subject' }
  return [
    ...faultIf(length > GMAIL_MOST, `The subject has ${length} characters; Gmail takes ${GMAIL_MOST}.`, 'Subject'),
    ...(length > COMFORTABLE && length <= GMAIL_MOST ? [long] : []),
    ...(subject === '' ? [empty] : []),
    ...faultIf(CONTROL.test(subject), 'The subject holds a line break or another control character: remove it.', 'Subject'),
    ...faultIf(BIDI_OVERRIDE.test(subject), 'The subject holds a mark that turns the direction of the text round: remove it.', 'Subject'),
    ...faultIf(ANSWER.test(subject), 'The subject begins like an answer or a forwarded mail: leave "Re:" or "Fwd:" out.', 'Subject'),
  ]
}
