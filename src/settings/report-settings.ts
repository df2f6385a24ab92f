import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { z } from 'zod'
import { parseMailAccount, type MailAccount } from '../mail/intake/mail-account.ts'
import type { WebhookSettings } from '../mail/webhooks/webhook-readers.ts'
import { parseSendGridKey } from '../mail/webhooks/sendgrid.ts'
import { snsHostOf } from '../mail/webhooks/sns-message.ts'
import { splitList, wholeNumber } from './setting-kinds.ts'

/** The ways in for reports, all of them off unless they are set. */
export type ReportSettings = {
  listener: { host: string; port: number; tls: { key: string; cert: string } | undefined } | undefined
  mailbox: MailAccount | undefined
  webhooks: WebhookSettings
}

export const reportSettings = z.object({
  REPORTS_PORT: wholeNumber(0, 65535).optional(),
  REPORTS_HOST: z.string().min(1).default('127.0.0.1'),
  REPORTS_TLS_KEY_FILE: z.string().min(1).optional(),
  REPORTS_TLS_CERT_FILE: z.string().min(1).optional(),
  IMAP_URL: z
    .string()
    .refine(
      (url) => parseMailAccount(url) !== undefined,
      'write imaps://user:password@host/folder; signs such as @ and : in them are %40 and %3A',
    )
    .optional(),
  SES_TOPICS: z
    .string()
    .transform(splitList)
    .pipe(
      z.array(
        z.string().refine((topic) => snsHostOf(topic) !== undefined, 'write topics such as arn:aws:sns:eu-west-1:123456789012:reports'),
      ),
    )
    .default([]),
  SENDGRID_WEBHOOK_KEY: z
    .string()
    .refine((key) => parseSendGridKey(key) !== undefined, 'write the verification key that SendGrid shows beside the Event Webhook')
    .optional(),
  POSTMARK_WEBHOOK_LOGIN: z
    .string()
    .regex(/^[^\s:]+:\S{16,}$/, 'write user:password as they stand in the address of the webhook, the password of at least 16 characters')
    .optional(),
  MAILGUN_SIGNING_KEY: z.string().min(16, 'write the HTTP webhook signing key that Mailgun shows').optional(),
})

type Given = z.infer<typeof reportSettings>

export type ReportSettingsRead = { ok: true; reports: ReportSettings } | { ok: false; mistakes: string[] }

export function readReportSettings(given: Given): ReportSettingsRead {
  const tls = readTls(given)
  if (!tls.ok) return { ok: false, mistakes: [tls.mistake] }
  const { REPORTS_PORT: port, REPORTS_HOST: host } = given
  return {
    ok: true,
    reports: {
      listener: port === undefined ? undefined : { host, port, tls: tls.pair },
      mailbox: given.IMAP_URL === undefined ? undefined : parseMailAccount(given.IMAP_URL),
      webhooks: {
        sesTopics: given.SES_TOPICS,
        sendGridKey: given.SENDGRID_WEBHOOK_KEY === undefined ? undefined : parseSendGridKey(given.SENDGRID_WEBHOOK_KEY),
        postmark: parseLogin(given.POSTMARK_WEBHOOK_LOGIN),
        mailgunKey: given.MAILGUN_SIGNING_KEY,
      },
    },
  }
}

function parseLogin(login: string | undefined): WebhookSettings['postmark'] {
  if (login === undefined) return undefined
  const at = login.indexOf(':')
  return { user: login.slice(0, at), password: login.slice(at + 1) }
}

type TlsRead = { ok: true; pair: { key: string; cert: string } | undefined } | { ok: false; mistake: string }

function readTls({ REPORTS_TLS_KEY_FILE: keyFile, REPORTS_TLS_CERT_FILE: certFile }: Given): TlsRead {
  if (keyFile === undefined && certFile === undefined) return { ok: true, pair: undefined }
  if (keyFile === undefined || certFile === undefined)
    return { ok: false, mistake: 'REPORTS_TLS_KEY_FILE and REPORTS_TLS_CERT_FILE: set both, or neither' }
  try {
    const pair = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') }
    createSecureContext(pair)
    return { ok: true, pair }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, mistake: `REPORTS_TLS_KEY_FILE: the key and the certificate cannot be used together: ${why}` }
  }
}
