import { saying } from '../../domain/saying.ts'
import { unansweredText, type Dns } from './dns.ts'
import { findDmarc, organisationOf } from './find-dmarc.ts'
import { readTags } from './tag-list.ts'
import { fault, notChecked, ok, warning, type Verdict } from './verdict.ts'

type Domains = {
  /** Of the address in From. */
  sender: string
  /** Of the envelope sender. */
  bounce: string
}

/** Whether the sender's domain has a DMARC policy that holds under RFC 9989, and our envelope sender is aligned with it. */
export async function checkDmarc({ sender, bounce }: Domains, dns: Dns): Promise<Verdict> {
  const asked = await findDmarc(dns, sender)
  if (asked.state === 'unanswered') return notChecked(unansweredText(`_dmarc.${sender}`, asked.why), saying('doctor.try-later'))
  const [first] = asked.state === 'found' ? asked.records : []
  if (!first || asked.state !== 'found')
    return fault(saying('doctor.dmarc-missing', { domain: sender }), saying('doctor.dmarc-publish', { domain: sender }))
  const verdict = judgeRecord(first.record, { name: `_dmarc.${first.domain}`, isOwn: first.domain === sender })
  if (verdict.state !== 'ok') return verdict
  const ours = organisationOf(sender, asked.records)
  return ours === undefined || isWithin(bounce, ours)
    ? verdict
    : warning(saying('doctor.dmarc-not-aligned', { sender, bounce, ours }), saying('doctor.dmarc-align', { ours }))
}

const OUTDATED = ['pct', 'rf', 'ri']

function judgeRecord(record: string, { name, isOwn }: { name: string; isOwn: boolean }): Verdict {
  const tags = readTags(record)
  const policy = (isOwn ? tags?.get('p') : (tags?.get('sp') ?? tags?.get('p')))?.toLowerCase()
  if (!tags || (policy !== undefined && !['none', 'quarantine', 'reject'].includes(policy)))
    return fault(saying('doctor.dmarc-unreadable', { name, text: record.slice(0, 80) }), saying('doctor.dmarc-write'))
  const outdated = OUTDATED.filter((tag) => tags.has(tag))
  if (outdated.length > 0)
    return warning(saying('doctor.dmarc-outdated', { name, tags: outdated.join(', ') }), saying('doctor.dmarc-take-out'))
  const shown = saying('doctor.dmarc-asks', { name, policy: policy ?? 'none' })
  if (!tags.has('rua'))
    return warning(saying('doctor.dmarc-no-reports', { name, policy: policy ?? 'none' }), saying('doctor.dmarc-add-reports'))
  return policy === 'reject' ? ok(shown) : ok(shown, saying('doctor.dmarc-raise'))
}

const isWithin = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`)
