import type { Instant } from '../../../src/domain/instant.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { parseRelay } from '../../../src/mail/relay.ts'
import { openTransport } from '../../../src/mail/transport.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { PUBLICATION } from '../../support/world.ts'

const fail = (_: unknown, error: unknown): void => {
  throw error
}

/** Sends what is due and gives back the mails as they arrived, by address. */
export async function deliver(store: Store, now: Instant): Promise<Map<string, Buffer>> {
  await using server = await startSmtpServer()
  const relay = parseRelay(server.url)
  if (!relay) throw new Error('The test server has no address')
  const transport = openTransport({ relay, name: 'test.example', lines: 2, messagesPerLine: 50 })
  const context = { store, publication: PUBLICATION, transport, clock: () => now, random: () => 0, failed: fail }
  await makePump(context, 2).deliverDue(new AbortController().signal)
  transport.close()
  return new Map(server.messages.map(({ to, raw }) => [to[0] ?? '', raw]))
}
