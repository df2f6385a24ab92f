import type { Instant } from '../../domain/instant.ts'
import type { Saying } from '../../domain/saying.ts'
import { checkAddress } from '../../domain/address.ts'
import type { ComposedMessage } from '../../mail/compose-message.ts'
import { parseRelay, type Relay } from '../../mail/relay.ts'
import { adviceText } from '../../mail/doctor/mail-server-advice.ts'
import { tryMailServer, type Trial, type TrialStep } from '../../mail/doctor/try-mail-server.ts'
import type { Timeouts } from '../../mail/smtp-line.ts'
import { wordsFor } from '../../render/words.ts'
import type { Publication } from '../publication.ts'
import { putNoticeTogether } from '../put-notice-together.ts'

export type MailServerTest = {
  /** As it is set, or as SMTP_URL is to have it. */
  server: Relay | string
  heloName: string
  /** Who gets the mail; undefined: none is sent. */
  to: string | undefined
  language: string
}

/** `todo`: what to do about a failure. */
export type MailServerTested =
  { ok: true; relay: string; trial: Trial; todo: Saying | undefined } | { ok: false; reason: 'bad-url' | 'bad-address' }

/** `told` hears how far it is. */
type Testing = { publication: Publication; now: Instant; timeouts?: Timeouts; told?: (steps: TrialStep[]) => void }

/** Tries a mail server, saved or not, as far as one mail to oneself. Nothing is kept. */
export async function testMailServer(
  { server, heloName, to, language }: MailServerTest,
  { publication, now, timeouts, told }: Testing,
): Promise<MailServerTested> {
  const relay = typeof server === 'string' ? parseRelay(server) : server
  if (!relay) return { ok: false, reason: 'bad-url' }
  const checked = to === undefined ? undefined : checkAddress(to)
  if (checked && !checked.ok) return { ok: false, reason: 'bad-address' }
  const message = checked && (await testMessage(checked, { publication, server: relay.host, language, now }))
  const trial = await tryMailServer(relay, { name: heloName, message, told, ...(timeouts && { timeouts }) })
  const todo = trial.advice === undefined ? undefined : adviceText(trial.advice, relay)
  return { ok: true, relay: `${relay.host}:${relay.port}`, trial, todo }
}

type Around = { publication: Publication; server: string; language: string; now: Instant }

/** Made as every mail of ours is, signature and all. Its number is the moment, so that no two of them look like one mail sent twice. */
function testMessage(
  { address, canonical }: { address: string; canonical: string },
  { publication, server, language, now }: Around,
): Promise<ComposedMessage> {
  const words = wordsFor(language)
  const said = { server, publication: publication.sender.name }
  const content = {
    subject: words.say('noticeServerSubject', said),
    heading: words.say('noticeServerHeading'),
    paragraphs: [words.say('noticeServer', said)],
    remarks: [words.say('noticeServerNot')],
  }
  const about = { id: now, kind: 'test-mail' as const, address, canonical, language: words.language, content }
  return putNoticeTogether({ ...about, createdAt: now, usefulUntil: now, attempts: 0 }, publication, now)
}
