import { verify, X509Certificate } from 'node:crypto'
import type { Instant } from '../../domain/instant.ts'
import { isFields, textOf, type Fields } from '../reports/json-fields.ts'

/** A message of Amazon SNS, its fields as they stand in the JSON. */
export type SnsMessage = { type: string; topic: string; fields: Fields }

export function readSnsMessage(body: unknown): SnsMessage | undefined {
  return isFields(body) ? { type: textOf(body, 'Type'), topic: textOf(body, 'TopicArn'), fields: body } : undefined
}

/**
 * The host of SNS in the region of a topic: `arn:aws:sns:eu-west-1:123456789012:reports` → `sns.eu-west-1.amazonaws.com`. Undefined for what
 * names no topic. Certificates and confirmations are asked of no other host, whatever a message says.
 */
export function snsHostOf(topic: string): string | undefined {
  const [, partition, region] = /^arn:(aws(?:-cn|-us-gov)?):sns:([a-z]{2}(?:-[a-z]+)+-\d{1,2}):\d{12}:[\w-]{1,256}$/.exec(topic) ?? []
  return region === undefined ? undefined : `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`
}

/** Where the certificate of a message is, if that is on the host of its topic and of the form that Amazon uses. */
export function certificateUrlOf({ topic, fields }: SnsMessage): URL | undefined {
  const url = pinned(textOf(fields, 'SigningCertURL'), topic)
  return url && /^\/SimpleNotificationService-[0-9a-f]{8,64}\.pem$/.test(url.pathname) && url.search === '' ? url : undefined
}

/** Where a subscription is confirmed: for this topic, on its host. */
export function confirmationUrlOf({ topic, fields }: SnsMessage): URL | undefined {
  const url = pinned(textOf(fields, 'SubscribeURL'), topic)
  const asked = url?.searchParams
  return asked?.get('Action') === 'ConfirmSubscription' && asked.get('TopicArn') === topic && url?.pathname === '/' ? url : undefined
}

function pinned(text: string, topic: string): URL | undefined {
  if (text.length > 2_000 || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const isPinned = url.protocol === 'https:' && url.host === snsHostOf(topic) && url.username === '' && url.password === ''
  return isPinned ? url : undefined
}

/** "Verifying the signatures of Amazon SNS messages": which fields are signed, in which order. */
const SIGNED: Record<string, string[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
}

/** Version 1 signs with SHA1, version 2 with SHA256. */
const HASHES: Record<string, string> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' }

export function isSnsSigned({ type, fields }: SnsMessage, certificate: X509Certificate): boolean {
  const names = SIGNED[type]
  const hash = HASHES[textOf(fields, 'SignatureVersion')]
  if (!names || hash === undefined) return false
  const said = names.filter((name) => typeof fields[name] === 'string').map((name) => `${name}\n${textOf(fields, name)}\n`)
  return verify(hash, Buffer.from(said.join('')), certificate.publicKey, Buffer.from(textOf(fields, 'Signature'), 'base64'))
}

/** A certificate for signing of Amazon SNS that is good today. That it is genuine, the host says from which it comes. */
export function readSnsCertificate(pem: string, now: Instant): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem)
    const isInTime = certificate.validFromDate.getTime() <= now && now <= certificate.validToDate.getTime()
    const isAmazons = /^CN=sns[a-z0-9.-]*\.amazonaws\.com(?:\.cn)?$/m.test(certificate.subject)
    return isInTime && isAmazons && certificate.publicKey.asymmetricKeyType === 'rsa' ? certificate : undefined
  } catch {
    return undefined
  }
}
