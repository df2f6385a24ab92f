import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Instant } from '../../../src/domain/instant.ts'
import type { WebhookSettings } from '../../../src/mail/webhooks/webhook-readers.ts'
import { snsCertificate } from './sns-certificate.ts'

/** A request as a provider would post it. */
export type Post = { url: string; headers: Record<string, string>; payload: string }

type Json = Record<string, unknown>

/** A payload as the provider's documentation shows it. */
export const payload = (name: string): Json => JSON.parse(readFileSync(new URL(`payloads/${name}.json`, import.meta.url), 'utf8')) as Json

const sendGridKeys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const LOGIN = { user: 'postmark', password: 'a password of its own' }
const MAILGUN_KEY = 'key-3ax6xnjp29jd6fds4gc373sgvjxteol0'

export const TOPIC = 'arn:aws:sns:us-east-1:123456789012:reports'

export const SETTINGS: WebhookSettings = {
  sesTopics: [TOPIC],
  sendGridKey: sendGridKeys.publicKey,
  postmark: LOGIN,
  mailgunKey: MAILGUN_KEY,
}

/** Signs a message of SNS, the fields in the order that Amazon's manual gives. */
export function snsPost(message: Json, { version = '2', key = snsCertificate.key } = {}): Post {
  const names = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const said = names.filter((name) => message[name] !== undefined).map((name) => `${name}\n${String(message[name])}\n`)
  const signature = signBytes(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256', Buffer.from(said.join('')), key).toString('base64')
  const body = { ...message, SignatureVersion: version, Signature: signature }
  return post('ses', 'text/plain; charset=UTF-8', JSON.stringify(body), { 'x-amz-sns-message-type': String(message['Type']) })
}

/** A notification of SES about the mail with this envelope sender. */
export function sesPost(name: string, source: string, how: { version?: string; key?: string } = {}): Post {
  const notification = payload(name)
  const mail = { ...(notification['mail'] as Json), source }
  return snsPost({ ...payload('sns-notification'), Message: JSON.stringify({ ...notification, mail }) }, how)
}

/** The events of this kind about the mail with this Message-ID. */
export function sendGridPost(
  kinds: string[],
  messageId: string,
  { at, key = sendGridKeys.privateKey }: { at: Instant; key?: typeof sendGridKeys.privateKey },
): Post {
  const events = (payload('sendgrid-events') as unknown as Json[]).filter(({ event }) => kinds.includes(String(event)))
  const body = JSON.stringify(events.map((event) => ({ ...event, 'smtp-id': messageId })))
  const timestamp = String(Math.floor(at / 1000))
  const signature = signBytes('sha256', Buffer.from(timestamp + body), key).toString('base64')
  return post('sendgrid', 'application/json', body, {
    'x-twilio-email-event-webhook-signature': signature,
    'x-twilio-email-event-webhook-timestamp': timestamp,
  })
}

export function postmarkPost(name: string, changes: Json, { user, password } = LOGIN): Post {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return post('postmark', 'application/json', JSON.stringify({ ...payload(name), ...changes }), { authorization })
}

export function mailgunPost(name: string, changes: Json, { at, key = MAILGUN_KEY }: { at: Instant; key?: string }): Post {
  const { signature, 'event-data': event } = payload(name) as { signature: { token: string }; 'event-data': Json }
  const timestamp = String(Math.floor(at / 1000))
  const hex = createHmac('sha256', key)
    .update(timestamp + signature.token)
    .digest('hex')
  const body = { signature: { timestamp, token: signature.token, signature: hex }, 'event-data': { ...event, ...changes } }
  return post('mailgun', 'application/json', JSON.stringify(body))
}

const post = (provider: string, type: string, text: string, headers: Record<string, string> = {}): Post => ({
  url: `/reports/${provider}`,
  headers: { 'content-type': type, ...headers },
  payload: text,
})
