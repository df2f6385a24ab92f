import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import type { Sign } from '../domain/signature.ts'
import { bounceAddress } from './bounce-address.ts'
import type { Envelope } from './compose-message.ts'
import { encodeMailbox, encodePhrase, encodeText, type Header } from './header.ts'
import { formatMessageDate } from './message-date.ts'
import { replyHeader } from './reply-header.ts'

type DigestMail = {
  deliveryId: number
  address: string
  language: string
  sender: { name: string; address: string }
  replyTo?: string | undefined
  bounceDomain: string
  sign: Sign
  digest: Pick<Digest, 'slug' | 'names'>
  number: number
  subject: string
  unsubscribeUrl: string
  /** Where mail can come in, leaving by mail is a second way (RFC 8058 §3.1). */
  unsubscribeAddress?: string
  /** Postmark sends reports to itself and tells them with what it was given here as metadata, which it takes out of the mail. */
  isMarkedForPostmark?: boolean
  homeUrl: string
  archiveUrl: string
  at: Instant
}

/** The envelope and the header fields of one digest mail to one reader (MAIL checklist A, C, D and F; RFC 2369, 2919, 3834, 8058). */
export function digestHeaders(mail: DigestMail): { envelope: Envelope; headers: Header[] } {
  const domain = domainOf(mail.sender.address)
  const headers: Header[] = [
    ['Date', formatMessageDate(mail.at)],
    ['From', encodeMailbox(mail.sender)],
    ...replyHeader(mail),
    ['To', `<${mail.address}>`],
    ['Subject', encodeText(mail.subject)],
    ['Message-ID', messageIdOf(mail, domain)],
    ['List-Id', `${encodePhrase(listName(mail.digest))} <${mail.digest.slug}.${domain}>`],
    ['List-Unsubscribe', waysOut(mail)],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ['List-Owner', `<mailto:${mail.sender.address}>`],
    ['List-Help', `<${mail.homeUrl}>`],
    ['List-Archive', `<${mail.archiveUrl}>`],
    ['Feedback-ID', `${mail.number}:${mail.digest.slug}:digest:broadsheet`],
    ['Auto-Submitted', 'auto-generated'],
    ['Precedence', 'bulk'],
    ['X-Auto-Response-Suppress', 'OOF, AutoReply'],
    ['Content-Language', mail.language],
    ...(mail.isMarkedForPostmark ? [['X-PM-Metadata-delivery', deliveryToken(mail)] as const] : []),
  ]
  const isInternational = /[^\x20-\x7e]/.test(mail.address)
  return { envelope: { from: bounceAddress(mail.deliveryId, mail), to: mail.address, isInternational }, headers }
}

const waysOut = ({ unsubscribeUrl: url, unsubscribeAddress: address }: DigestMail): string =>
  address === undefined ? `<${url}>` : `<${url}>, <mailto:${address}>`

function deliveryToken({ deliveryId, sign }: DigestMail): string {
  const id = deliveryId.toString(36)
  return `${id}-${sign('bounce', id)}`
}

/**
 * A function of the delivery alone: a repeat is recognisable, and no two readers share one (Gmail 4.7.28). The whole signature stands in
 * it, because some providers' reports name a mail by nothing else.
 */
function messageIdOf({ deliveryId, sign }: DigestMail, domain: string): string {
  const id = deliveryId.toString(36)
  return `<${id}.${sign('message-id', id)}@${domain}>`
}

// Encoded words have no place in List fields (Gmail: "Encoded-word syntax is not permitted in header"), so it takes a plain name.
const listName = ({ names, slug }: DigestMail['digest']): string =>
  [names.en, ...Object.values(names)].find((name) => name !== undefined && /^[\x20-\x7e]+$/.test(name)) ?? slug

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
