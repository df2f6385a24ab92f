import { createPublicKey, type KeyObject } from 'node:crypto'
import type { DkimKey } from '../dkim.ts'
import { askTexts, unansweredText, type Dns } from './dns.ts'
import { readTags } from './tag-list.ts'
import { fault, notChecked, ok, warning, type Verdict } from './verdict.ts'

const PRINT = '`broadsheet dkim record` prints it.'

/**
 * Whether the DNS publishes the public half of a key that signs (RFC 6376 §3.6.1), so that receivers can verify our mail.
 */
export async function checkDkimRecord(key: DkimKey, dns: Dns): Promise<Verdict> {
  const name = `${key.selector}._domainkey.${key.domain}`
  const asked = await askTexts(dns, name)
  if (asked.state === 'unanswered') return notChecked(unansweredText(name, asked.why), 'Try again later.')
  const records = asked.state === 'found' ? asked.records : []
  const [record, other] = records
  if (record === undefined)
    return fault(`There is no TXT record at ${name}, so nobody can verify our signature.`, `Publish the record. ${PRINT}`)
  if (other !== undefined)
    return fault(
      `There are ${records.length} TXT records at ${name}; which one counts is not defined (RFC 6376 §3.6.2.2).`,
      'Leave one. It may be split into several strings, but not into several records.',
    )
  return judgeRecord(record, key.privateKey, name)
}

function judgeRecord(record: string, privateKey: KeyObject, name: string): Verdict {
  const tags = readTags(record)
  if (!tags || (tags.get('v') ?? 'DKIM1') !== 'DKIM1' || !tags.has('p'))
    return fault(`The TXT record at ${name} is no DKIM record: it begins “${record.slice(0, 40)}”.`, `Replace it. ${PRINT}`)
  if (tags.get('p') === '') return fault(`The record at ${name} revokes its key: its p= is empty.`, `Replace it. ${PRINT}`)
  if (!isPublicHalf(tags.get('p') ?? '', privateKey))
    return fault(
      `The key at ${name} is not the public half of ours: every signature of ours fails.`,
      `Publish the record that belongs to the key file. ${PRINT}`,
    )
  const limits = limitsOf(tags)
  if (limits !== undefined) return fault(`The record at ${name} holds our key, but ${limits}.`, `Replace it. ${PRINT}`)
  if (flags(tags, 't').includes('y'))
    return warning(
      `The record at ${name} holds our key, but says t=y: this is only a test, so a failing signature counts for nothing.`,
      'Take t=y out of the record.',
    )
  return ok(`The record at ${name} holds our key.`)
}

/** What a record forbids that we do: it may be limited to a service, a hash or a kind of key. */
function limitsOf(tags: Map<string, string>): string | undefined {
  if ((tags.get('k') ?? 'rsa').toLowerCase() !== 'rsa') return `calls it a key of the kind ${tags.get('k') ?? ''}, not rsa`
  if (tags.has('h') && !flags(tags, 'h').includes('sha256')) return `allows only the hash ${tags.get('h') ?? ''}, and ours is sha256`
  if (tags.has('s') && !flags(tags, 's').some((service) => service === '*' || service === 'email'))
    return `is not for e-mail but for ${tags.get('s') ?? ''}`
  return undefined
}

const flags = (tags: Map<string, string>, name: string): string[] =>
  (tags.get(name) ?? '').split(':').map((flag) => flag.trim().toLowerCase())

// Most publish a SubjectPublicKeyInfo; the bare RSAPublicKey that the RFC means is verified just as well.
function isPublicHalf(published: string, privateKey: KeyObject): boolean {
  const key = Buffer.from(published.replace(/\s/g, ''), 'base64')
  const ours = createPublicKey(privateKey)
  return (['spki', 'pkcs1'] as const).some((type) => {
    try {
      return createPublicKey({ key, format: 'der', type }).equals(ours)
    } catch {
      return false
    }
  })
}
