import { signWith } from '../../../src/flow/sign.ts'
import { composeMessage, type ComposedMessage } from '../../../src/mail/compose-message.ts'
import { digestHeaders } from '../../../src/mail/digest-headers.ts'
import { readDkimKey, type DkimKey } from '../../../src/mail/dkim.ts'
import { encodeQuotedPrintable } from '../../../src/mail/quoted-printable.ts'
import { dkimKey } from '../../support/keys.ts'

export type SampleMail = {
  deliveryId: number
  address: string
  subject: string
  senderName: string
  text: string
  /** Undefined: a message of text alone. */
  html: string | undefined
  at: number
}

const AIKO: SampleMail = {
  deliveryId: 7,
  address: 'aiko@tokyo.example',
  subject: 'The lake that keeps its own calendar and 2 more',
  senderName: 'Broadsheet',
  text: 'The lake that keeps its own calendar\n\nFor 112 winters somebody has written down the day on which the ice went out.\n',
  html: '<!doctype html>\n<html lang="en" dir="ltr"><title>x</title><p>The lake that keeps its own calendar</p></html>\n',
  at: Date.UTC(2026, 10, 22, 7, 0),
}

/** A digest mail as the program makes it, with the wished-for parts. */
export function composeSample(changes: Partial<SampleMail> = {}, key?: DkimKey): Promise<ComposedMessage> {
  const mail = { ...AIKO, ...changes }
  const { envelope, headers } = digestHeaders({
    ...mail,
    language: 'en',
    sender: { name: mail.senderName, address: 'news@broadsheet.example' },
    bounceDomain: 'bounce.broadsheet.example',
    sign: signWith('a secret of more than thirty-two characters'),
    digest: { slug: 'morning', names: { en: 'Morning Briefing' } },
    number: 12,
    unsubscribeUrl: 'https://news.broadsheet.example/u/1-1-1g4rvfwxlsgsx5lh5pnvq76se4y',
    homeUrl: 'https://news.broadsheet.example/',
    archiveUrl: 'https://news.broadsheet.example/d/morning',
  })
  const html = mail.html === undefined ? undefined : [encodeQuotedPrintable(mail.html)]
  return composeMessage({ envelope, headers, text: [encodeQuotedPrintable(mail.text)], html, at: mail.at }, key)
}

export const rawOf = ({ raw }: ComposedMessage): Buffer => Buffer.concat(raw)

/** The key with which the tests sign. Its record stands in `fakeDns`. */
export function sampleKey(): DkimKey {
  const read = readDkimKey(dkimKey().privateKey)
  if (!read.ok) throw new Error(read.message)
  return { domain: 'broadsheet.example', selector: 'mail2026', privateKey: read.privateKey }
}

/** The name server of the tests: it knows our key, our SPF and our DMARC record, and nothing else. */
export function fakeDns(name: string, type: string): Promise<string[][]> {
  const records: Record<string, string> = {
    'mail2026._domainkey.broadsheet.example': dkimKey().record,
    'bounce.broadsheet.example': 'v=spf1 ip4:198.51.100.25 -all',
    '_dmarc.broadsheet.example': 'v=DMARC1; p=reject',
  }
  const record = records[name]
  if (type === 'TXT' && record) return Promise.resolve([record.match(/.{1,255}/g) ?? []])
  return Promise.reject(Object.assign(new Error(`No ${type} record for ${name}`), { code: 'ENOTFOUND' }))
}
