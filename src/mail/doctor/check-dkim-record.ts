import { saying, type Saying } from '../../domain/saying.ts'
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { DkimKey } from '../dkim.ts'
import { askTexts, unansweredText, type Dns } from './dns.ts'
import { readTags } from './tag-list.ts'
import { fault, notChecked, ok, warning, type Verdict } from './verdict.ts'

const PRINT = saying('doctor.print-record')

/**
 * Whether the DNS publishes the public half of a key that signs (RFC 6376 §3.6.1), so that receivers can verify our mail.
 */
export async function checkDkimRecord(key: DkimKey, dns: Dns): Promise<Verdict> {
  const name = `${key.selector}._domainkey.${key.domain}`
  const asked = await askTexts(dns, name)
  if (asked.state === 'unanswered') return notChecked(unansweredText(name, asked.why), saying('doctor.try-later'))
  const records = asked.state === 'found' ? asked.records : []
  const [record, other] = records
  if (record === undefined) return fault(saying('doctor.dkim-missing', { name }), saying('doctor.dkim-publish', { print: PRINT }))
  if (other !== undefined) return fault(saying('doctor.dkim-several', { count: records.length, name }), saying('doctor.dkim-leave-one'))
  return judgeRecord(record, key.privateKey, name)
}

function judgeRecord(record: string, privateKey: KeyObject, name: string): Verdict {
  const tags = readTags(record)
  if (!tags || (tags.get('v') ?? 'DKIM1') !== 'DKIM1' || !tags.has('p'))
    return fault(saying('doctor.dkim-no-record', { name, text: record.slice(0, 40) }), saying('doctor.dkim-replace', { print: PRINT }))
  if (tags.get('p') === '') return fault(saying('doctor.dkim-revoked', { name }), saying('doctor.dkim-replace', { print: PRINT }))
  if (!isPublicHalf(tags.get('p') ?? '', privateKey))
    return fault(saying('doctor.dkim-other-key', { name }), saying('doctor.dkim-publish-own', { print: PRINT }))
  const limits = limitsOf(tags)
  if (limits !== undefined) return fault(saying('doctor.dkim-limited', { name, limits }), saying('doctor.dkim-replace', { print: PRINT }))
  if (flags(tags, 't').includes('y')) return warning(saying('doctor.dkim-test', { name }), saying('doctor.dkim-end-test'))
  return ok(saying('doctor.dkim-fine', { name }))
}

/** What a record forbids that we do: it may be limited to a service, a hash or a kind of key. */
function limitsOf(tags: Map<string, string>): Saying | undefined {
  if ((tags.get('k') ?? 'rsa').toLowerCase() !== 'rsa') return saying('doctor.dkim-kind', { kind: tags.get('k') ?? '' })
  if (tags.has('h') && !flags(tags, 'h').includes('sha256')) return saying('doctor.dkim-hash', { hash: tags.get('h') ?? '' })
  if (tags.has('s') && !flags(tags, 's').some((service) => service === '*' || service === 'email'))
    return saying('doctor.dkim-service', { service: tags.get('s') ?? '' })
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
