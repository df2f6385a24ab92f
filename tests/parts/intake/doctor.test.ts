import { expect, test } from 'vitest'
import { checkListener, checkReportMailbox, checkWaysIn } from '../../../src/mail/doctor/check-ways-in.ts'
import { startListener } from '../../../src/mail/intake/start-listener.ts'
import { freePort } from '../../support/free-port.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { told } from '../../support/told.ts'
import { NOON } from '../../support/world.ts'

const settings = { host: '127.0.0.1', port: 0, name: 'bounce.example.org', bounceDomain: 'bounce.example.org', tls: undefined }
const context = { take: async () => 'matched' as const, clock: () => NOON, failed: () => undefined }

test('the doctor knows the mail server for reports from another, and from none', async () => {
  const listener = await startListener(settings, context)
  expect(await checkListener({ host: '0.0.0.0', port: listener.port })).toMatchObject({ state: 'ok' })
  await listener.close()
  await using other = await startSmtpServer()
  expect(await checkListener({ host: '127.0.0.1', port: other.port })).toMatchObject({ state: 'fault' })
  expect(await checkListener({ host: '127.0.0.1', port: await freePort() })).toMatchObject({ state: 'warning' })
})

test('the doctor says what is wrong with the mailbox for reports, without its password', async () => {
  const account = {
    host: '127.0.0.1',
    port: await freePort(),
    isSecure: false,
    isLocal: true,
    user: 'bounces',
    pass: 'hush-hush',
    folder: 'INBOX',
  }
  const verdict = told(await checkReportMailbox(account))
  expect(verdict).toMatchObject({ state: 'fault', message: expect.stringContaining('IMAP_URL') as string })
  expect(JSON.stringify(verdict)).not.toContain('hush-hush')
})

test('whoever sends into the world and hears nothing back is warned', () => {
  expect(checkWaysIn(true, [])).toMatchObject({ state: 'warning' })
  expect(checkWaysIn(true, ['SMTP'])).toMatchObject({ state: 'ok' })
  expect(checkWaysIn(false, [])).toMatchObject({ state: 'not-checked' })
})
