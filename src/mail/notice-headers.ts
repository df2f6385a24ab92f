import type { Instant } from '../domain/instant.ts'
import type { Sign } from '../domain/signature.ts'
import { noticeBounceAddress } from './bounce-address.ts'
import type { Envelope } from './compose-message.ts'
import { encodeMailbox, encodeText, type Header } from './header.ts'
import { formatMessageDate } from './message-date.ts'
import { replyHeader } from './reply-header.ts'

type NoticeMail = {
  noticeId: number
  kind: string
  /** Whether it answers what its reader has just done (RFC 3834 §5). */
  isAnswer: boolean
  address: string
  language: string
  sender: { name: string; address: string }
  replyTo?: string | undefined
  bounceDomain: string
  sign: Sign
  subject: string
  at: Instant
}

/** The envelope and the header fields of a single mail. It belongs to no list, so it has no List fields and no way out to offer. */
export function noticeHeaders(mail: NoticeMail): { envelope: Envelope; headers: Header[] } {
  const { address, sender, language } = mail
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1)
  const headers: Header[] = [
    ['Date', formatMessageDate(mail.at)],
    ['From', encodeMailbox(sender)],
    ...replyHeader(mail),
    ['To', `<${address}>`],
    ['Subject', encodeText(mail.subject)],
    ['Message-ID', messageIdOf(mail, domain)],
    ['Feedback-ID', `::${mail.kind}:broadsheet`],
    ['Auto-Submitted', mail.isAnswer ? 'auto-replied' : 'auto-generated'],
    ['X-Auto-Response-Suppress', 'OOF, AutoReply'],
    ['Content-Language', language],
  ]
  const isInternational = /[^\x20-\x7e]/.test(address)
  return { envelope: { from: noticeBounceAddress(mail.noticeId, mail), to: address, isInternational }, headers }
}

/** The same for every attempt at one notice, and never that of a delivery. */
function messageIdOf({ noticeId, sign }: NoticeMail, domain: string): string {
  const id = `n${noticeId.toString(36)}`
  return `<${id}.${sign('message-id', `notice ${id}`)}@${domain}>`
}
