import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { isDigest, type LintContext } from '../lint-context.ts'
import { findEncodedWords } from '../message/encoded-word.ts'
import { fieldsOf, type Message } from '../message/read-message.ts'

const ALWAYS = ['Date', 'From', 'To', 'Subject', 'Message-ID', 'MIME-Version', 'Content-Type']
const IN_DIGESTS = ['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID']
const AT_MOST_ONCE = ['Sender', 'Reply-To', 'Cc', 'Bcc', 'In-Reply-To', 'References', 'Content-Transfer-Encoding']

// Gmail's limits (support.google.com/a/answer/14016360), and a modest one of our own.
const LIMITS = { block: 500_000, field: 32_000, fields: 5000, name: 1000, comfortable: 16_000 }

export const headerCountChecks: Check[] = [
  { id: 'A3', level: 'must', look: fieldCounts },
  { id: 'A10', level: 'must', look: fieldSizes },
  { id: 'A16', level: 'must', look: (message) => [...strayLines(message), ...smuggledLines(message)] },
]

function fieldCounts(message: Message, context: LintContext): Fault[] {
  const once = isDigest(context) ? [...ALWAYS, ...IN_DIGESTS] : ALWAYS
  const rare = isDigest(context) ? AT_MOST_ONCE : [...AT_MOST_ONCE, ...IN_DIGESTS]
  return [
    ...once.flatMap((name) => faultIf(fieldsOf(message, name).length === 0, saying('lint.field-missing', { name }), name)),
    ...[...once, ...rare].flatMap((name) => {
      const count = fieldsOf(message, name).length
      return faultIf(count > 1, saying('lint.field-twice', { name, count }), name)
    }),
  ]
}

function fieldSizes({ fields }: Message): Fault[] {
  const total = fields.reduce((sum, { octets }) => sum + octets, 0)
  const large: Fault = { level: 'policy', message: saying('lint.header-large', { count: total, most: LIMITS.comfortable }) }
  return [
    ...faultIf(total >= LIMITS.block, saying('lint.header-too-large', { count: total, most: LIMITS.block })),
    ...(total >= LIMITS.comfortable && total < LIMITS.block ? [large] : []),
    ...faultIf(fields.length >= LIMITS.fields, saying('lint.fields-many', { count: fields.length, most: LIMITS.fields })),
    ...fields.flatMap(({ name, octets }) => [
      ...faultIf(octets >= LIMITS.field, saying('lint.field-large', { count: octets, most: LIMITS.field }), name.slice(0, 80)),
      ...faultIf(name.length >= LIMITS.name, saying('lint.field-name-long', { count: name.length, most: LIMITS.name }), name.slice(0, 80)),
    ]),
  ]
}

const strayLines = ({ strayLines: lines }: Message): Fault[] =>
  lines.map(({ text, line }) => ({
    message: saying('lint.no-field', { text: text.slice(0, 60) }),
    where: `line ${line}`,
  }))

const smuggledLines = ({ fields }: Message): Fault[] =>
  fields.flatMap(({ name, value }) =>
    faultIf(
      findEncodedWords(value).some(({ decoded = '' }) => /[\r\n\0]/.test(decoded)),
      saying('lint.hidden-line-break'),
      name,
    ),
  )
