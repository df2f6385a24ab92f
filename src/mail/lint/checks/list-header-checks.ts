import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { isDigest, type LintContext } from '../lint-context.ts'
import { belongTogether } from '../message/domains.ts'
import { readListUris } from '../message/list-uris.ts'
import { domainOf } from '../message/mailbox.ts'
import { fieldsOf, mailboxesOf, valueOf, type Message } from '../message/read-message.ts'

const LONGEST = 255

// Plain words, or quoted ones, or none (RFC 2919 §3).
const PHRASE = /^(?:"[^"]*"|[\w!#$%&'*+/=?^`{|}~. -]*)$/
const ID = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+$/

const HELPS = ['List-Help', 'List-Owner', 'List-Archive', 'List-Subscribe']

export const listHeaderChecks: Check[] = [
  { id: 'C4', level: 'must', look: listIdFaults },
  { id: 'C5', level: 'should', look: listHelpFaults },
]

function listIdFaults(message: Message, context: LintContext): Fault[] {
  const value = valueOf(message, 'List-Id')
  if (value === undefined) return faultIf(isDigest(context), saying('lint.no-list-id'), 'List-Id')
  const id = readListId(value)
  if (id === undefined) return [{ message: saying('lint.list-id-form'), where: 'List-Id' }]
  const ours = context.ourDomain ?? domainOf(mailboxesOf(message, 'From')[0]?.address ?? '')
  return [
    ...faultIf(id.length > LONGEST, saying('lint.list-id-long', { count: id.length, most: LONGEST }), 'List-Id'),
    ...faultIf(ours !== '' && !belongTogether(id, ours), saying('lint.list-id-domain', { domain: ours }), 'List-Id'),
  ]
}

/** `"World Brief" <world.news.example.com>`: what stands in <>, if all of it is well formed. A fold inside <> leaves a blank there. */
function readListId(value: string): string | undefined {
  const [, phrase = '', id = ''] = /^([^<]*)<([^<>]*)>$/.exec(value) ?? []
  return PHRASE.test(phrase.trim()) && ID.test(id) ? id : undefined
}

function listHelpFaults(message: Message, context: LintContext): Fault[] {
  const wanted = isDigest(context) ? ['List-Help', 'List-Owner'] : []
  return [
    ...wanted.flatMap((name) => faultIf(valueOf(message, name) === undefined, saying('lint.no-list-field', { name }), name)),
    ...HELPS.flatMap((name) => helpFaults(message, name)),
    ...faultIf(!/^(?:NO)?$/i.test(valueOf(message, 'List-Post') ?? ''), saying('lint.list-post'), 'List-Post'),
  ]
}

function helpFaults(message: Message, name: string): Fault[] {
  const [first, second] = fieldsOf(message, name)
  if (!first) return []
  const uris = readListUris(first.value)
  const isAddressed = uris !== undefined && uris.length > 0 && uris.every((uri) => /^(?:https?|mailto):/i.test(uri))
  return [
    ...faultIf(second !== undefined, saying('lint.list-field-twice', { name }), name),
    ...faultIf(!isAddressed, saying('lint.list-field-form', { name }), name),
    ...faultIf(name === 'List-Owner' && isAddressed && !uris.some((uri) => /^mailto:/i.test(uri)), saying('lint.list-owner-form'), name),
  ]
}
