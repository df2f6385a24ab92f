import { readAddress } from './mail-address.ts'

export type RecipientFields = {
  address: string | null
  /** In lower case: failed, delayed, delivered, relayed, expanded; empty when it is missing. */
  action: string
  status: string
  diagnostic: string
}

const RECIPIENT_FIELD = /^(?:(?:final|original)-recipient|x-actual-recipient|action|status)$/
// Indented by some programs, and yet no continuation of the line before.
const KNOWN_FIELD =
  /^(?:(?:final|original)-recipient|action|status|diagnostic-code|(?:remote|reporting)-mta|last-attempt-date|will-retry-until)$/
const FIELD = /^\s{0,8}([A-Za-z][\w-]{1,40})\s*:\s?(.*)$/

/**
 * Reads the text of a delivery status part: groups of fields, the first about the message, each further one about a recipient (RFC 3464
 * §2.1). Real ones leave out the empty line between groups or put one too many, and write the fields in any order, so a group starts
 * where a field comes a second time, or after an empty line once the group has its recipient.
 */
export function readStatusFields(text: string): RecipientFields[] {
  let group = new Map<string, string>()
  const groups = [group]
  let last = ''
  let sawEmptyLine = false
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = FIELD.exec(line) ?? []
    const field = name.toLowerCase()
    if (line.trim() === '') sawEmptyLine = true
    else if (/^\s/.test(line) && last !== '' && !sawEmptyLine && !KNOWN_FIELD.test(field))
      group.set(last, `${group.get(last)} ${line.trim()}`)
    else if (field !== '') {
      if (group.has(field) || (sawEmptyLine && RECIPIENT_FIELD.test(field) && hasRecipient(group)))
        groups.push((group = new Map<string, string>()))
      group.set(field, value.trim())
      last = field
      sawEmptyLine = false
    }
  }
  return groups.filter((each) => hasRecipient(each) || each.has('action')).map(fieldsOf)
}

const hasRecipient = (group: Map<string, string>): boolean => group.has('final-recipient') || group.has('original-recipient')

function fieldsOf(group: Map<string, string>): RecipientFields {
  const recipients = ['final-recipient', 'original-recipient', 'x-actual-recipient'].map((name) => readAddress(group.get(name) ?? ''))
  return {
    address: recipients.find((address) => address !== null) ?? null,
    action: (group.get('action') ?? '').toLowerCase().replace(/[^a-z].*$/, ''),
    status: group.get('status') ?? '',
    diagnostic: (group.get('diagnostic-code') ?? '').slice(0, 4_000),
  }
}
