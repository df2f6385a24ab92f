import type { Dns, DnsAnswer } from '../../mail/doctor/dns.ts'
import { askTexts } from '../../mail/doctor/dns.ts'
import { checkDkimRecord } from '../../mail/doctor/check-dkim-record.ts'
import { checkDmarc } from '../../mail/doctor/check-dmarc.ts'
import { checkSpf } from '../../mail/doctor/check-spf.ts'
import type { Verdict } from '../../mail/doctor/verdict.ts'
import { readDkimKey } from '../../mail/dkim.ts'
import type { Relay } from '../../mail/relay.ts'
import { splitTxt } from '../../mail/split-txt.ts'
import { listDkimRecords } from '../list-dkim-records.ts'

type KeySetting = { selector: string; pem: string }

/** What the records depend on, as the settings have it. */
export type DnsSetup = {
  sender: { address: string }
  bounceDomain: string
  heloName: string
  relay: Relay | undefined
  dkim: KeySetting | undefined
  dkimNext: KeySetting | undefined
}

/** A TXT record to publish, whole and in the pieces in which the DNS stores it. */
export type WantedRecord = { kind: 'dkim' | 'dkim-next' | 'spf' | 'dmarc'; name: string; value: string; strings: string[] }

export type RecordSeen = {
  kind: WantedRecord['kind']
  state: 'found' | 'missing' | 'differs' | 'unanswered'
  texts: string[]
  verdict: Verdict
}

/** What is to stand in the DNS before mail arrives. SPF and DMARC are proposals: a record that is there may well be right. */
export function listWantedRecords(setup: DnsSetup): WantedRecord[] {
  const { sender, bounceDomain, relay, heloName } = setup
  const domain = domainOf(sender.address)
  const keys = listDkimRecords(setup).map(({ use, name, value, strings }) => ({
    ...{ kind: use === 'signs' ? ('dkim' as const) : ('dkim-next' as const), name, value, strings },
  }))
  const spf = `v=spf1 ${spfTermFor(relay?.host ?? heloName)} -all`
  const dmarc = `v=DMARC1; p=none; rua=mailto:${sender.address}`
  return [
    ...keys,
    { kind: 'spf', name: bounceDomain, value: spf, strings: splitTxt(spf) },
    { kind: 'dmarc', name: `_dmarc.${domain}`, value: dmarc, strings: splitTxt(dmarc) },
  ]
}

/** Asks the DNS for all of them, as the doctor does. */
export async function lookForRecords(setup: DnsSetup, dns: Dns): Promise<RecordSeen[]> {
  return Promise.all(
    listWantedRecords(setup).map(async ({ kind, name }) => {
      const [asked, verdict] = await Promise.all([askTexts(dns, name), CHECKS[kind](setup, dns)])
      return { kind, state: stateOf(verdict, asked, kind), texts: textsOf(asked, kind), verdict }
    }),
  )
}

const CHECKS: Record<WantedRecord['kind'], (setup: DnsSetup, dns: Dns) => Promise<Verdict>> = {
  dkim: ({ sender, dkim }, dns) => checkKey(dkim, sender.address, dns),
  'dkim-next': ({ sender, dkimNext }, dns) => checkKey(dkimNext, sender.address, dns),
  spf: ({ bounceDomain, relay, heloName }, dns) => checkSpf({ domain: bounceDomain, mailServer: relay?.host ?? heloName }, dns),
  dmarc: ({ sender, bounceDomain }, dns) => checkDmarc({ sender: domainOf(sender.address), bounce: bounceDomain }, dns),
}

function checkKey(key: KeySetting | undefined, address: string, dns: Dns): Promise<Verdict> {
  const read = key && readDkimKey(key.pem)
  if (!key || !read?.ok) throw new Error('A record is wanted for a key that cannot sign')
  return checkDkimRecord({ domain: domainOf(address), selector: key.selector, privateKey: read.privateKey }, dns)
}

function stateOf({ state }: Verdict, asked: DnsAnswer<string>, kind: WantedRecord['kind']): RecordSeen['state'] {
  if (state === 'not-checked' || asked.state === 'unanswered') return 'unanswered'
  if (state !== 'fault') return 'found'
  return textsOf(asked, kind).length === 0 ? 'missing' : 'differs'
}

/** Of the many TXT records that a domain may have, those that are meant. */
function textsOf(asked: DnsAnswer<string>, kind: WantedRecord['kind']): string[] {
  const texts = asked.state === 'found' ? asked.records : []
  return kind === 'spf' ? texts.filter((text) => /^v=spf1( |$)/i.test(text)) : texts
}

/** The names under which the larger providers publish the networks that they send from (their own manuals say so). */
const INCLUDES: [RegExp, string][] = [
  [/\.amazonaws\.com$/, 'amazonses.com'],
  [/(^|\.)sendgrid\.net$/, 'sendgrid.net'],
  [/\.mailgun\.org$/, 'mailgun.org'],
  [/(^|\.)postmarkapp\.com$/, 'spf.mtasv.net'],
  [/(^|\.)(google|gmail)\.com$/, '_spf.google.com'],
  [/(^|\.)(office365|outlook)\.com$/, 'spf.protection.outlook.com'],
]

function spfTermFor(host: string): string {
  const provider = INCLUDES.find(([pattern]) => pattern.test(host.toLowerCase()))
  return provider ? `include:${provider[1]}` : `a:${host}`
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
