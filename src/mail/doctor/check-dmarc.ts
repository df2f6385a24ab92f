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
  if (asked.state === 'unanswered') return notChecked(unansweredText(`_dmarc.${sender}`, asked.why), 'Try again later.')
  const [first] = asked.state === 'found' ? asked.records : []
  if (!first || asked.state !== 'found')
    return fault(
      `There is no DMARC record at _dmarc.${sender} nor above it; Gmail, Yahoo and Outlook demand one of whoever sends much.`,
      `Publish a TXT record at _dmarc.${sender}: “v=DMARC1; p=none; rua=mailto:…” with an address that takes reports.`,
    )
  const verdict = judgeRecord(first.record, { name: `_dmarc.${first.domain}`, isOwn: first.domain === sender })
  if (verdict.state !== 'ok') return verdict
  const ours = organisationOf(sender, asked.records)
  return ours === undefined || isWithin(bounce, ours)
    ? verdict
    : warning(
        `Mails come from ${sender}, but reports of failure go to ${bounce}, which is not below ${ours}: SPF is not aligned for DMARC.`,
        `Set BOUNCE_DOMAIN to a name below ${ours}.`,
      )
}

const OUTDATED = ['pct', 'rf', 'ri']

function judgeRecord(record: string, { name, isOwn }: { name: string; isOwn: boolean }): Verdict {
  const tags = readTags(record)
  const policy = (isOwn ? tags?.get('p') : (tags?.get('sp') ?? tags?.get('p')))?.toLowerCase()
  if (!tags || (policy !== undefined && !['none', 'quarantine', 'reject'].includes(policy)))
    return fault(
      `The DMARC record at ${name} cannot be read: “${record.slice(0, 80)}”.`,
      'Write it such as “v=DMARC1; p=none; rua=mailto:…”.',
    )
  const outdated = OUTDATED.filter((tag) => tags.has(tag))
  if (outdated.length > 0)
    return warning(
      `The DMARC record at ${name} has ${outdated.join(', ')}, which RFC 9989 has taken out and receivers pass over.`,
      'Take them out. To test a policy before it counts, there is t=y.',
    )
  const shown = `The DMARC record at ${name} asks for p=${policy ?? 'none'}`
  if (!tags.has('rua')) return warning(`${shown}, and nobody gets reports.`, 'Add rua=mailto:… with an address that takes them.')
  return policy === 'reject'
    ? ok(`${shown}.`)
    : ok(
        `${shown}.`,
        'When the reports show that all of your mail passes, raise it to p=reject, so that nobody else can send in your name.',
      )
}

const isWithin = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`)
