import { createPrivateKey } from 'node:crypto'
import type { Instant } from '../../../src/domain/instant.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import type { Publication } from '../../../src/flow/publication.ts'
import type { SenderContext } from '../../../src/flow/sender-context.ts'
import { openTransport, type Transport } from '../../../src/mail/transport.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { Row } from '../../../src/store/tables.ts'
import { dkimKey } from '../../support/keys.ts'
import { startSmtpServer, type SmtpServer } from '../../support/smtp-server.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'

/** A sender with everything real around it: its database, its transport, and the mail server behind that. */
export type Sending = AsyncDisposable & {
  url: string
  store: Store
  server: SmtpServer
  context: SenderContext
  /** What was reported as a fault of ours. */
  faults: string[]
  /** Delivers what is due now; how many left our hands. */
  run: (signal?: AbortSignal) => Promise<number>
  setClock: (now: Instant) => void
  deliveries: () => Promise<Row<'deliveries'>[]>
  attempts: () => Promise<Row<'attempts'>[]>
}

type Lines = { lines?: number; messagesPerLine?: number }

const SIGNING: Publication = {
  ...PUBLICATION,
  dkim: { domain: 'broadsheet.example', selector: 'mail2026', privateKey: createPrivateKey(dkimKey().privateKey) },
}

/** Readers of the digest `morning` with one approved issue, addressed and due at noon. */
export async function openSending(
  url: string,
  { readers = ['aiko@tokyo.example'], ...lines }: Lines & { readers?: string[] } = {},
): Promise<Sending> {
  const store = await openWorld(url)
  await topics(store, 'world')
  await digest(store)
  await publish(store, { key: 'harbour', title: 'A quieter harbour' })
  for (const address of readers) await reader(store, address, { hour: AT_NOON })
  await issueAt(store, 'morning', NOON)
  return senderOver(store, { url, ...lines })
}

export const AT_NOON = { zone: 'UTC', minute: 720, weekdays: EVERY_DAY }

/** As many readers more with the delivery of the first one. They have no subscription: this is for claims, not for sending. */
export async function copyDelivery({ store: { db } }: Sending, times: number): Promise<void> {
  const people = Array.from({ length: times }, (_, index) => `copy${index}@example.com`)
  const rows = people.map((address) => ({ address, canonical: address, name: '', created_at: NOON }))
  const added = await db.insertInto('subscribers').values(rows).returning('id').execute()
  const { id: _, ...first } = await db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow()
  await db
    .insertInto('deliveries')
    .values(added.map(({ id }) => ({ ...first, subscriber_id: id })))
    .execute()
}

/** Cuts, approves and addresses an issue of the digest. */
export async function issueAt(store: Store, slug: string, now: Instant): Promise<void> {
  await composeDigest(store, slug, now)
  await approveDue(store, PUBLICATION, now, throwIt)
  await addressDue(store, now, throwIt)
}

/** Another process over the same database and to the same mail server; that one is cleared away with the first. */
export function anotherSender({ url, server }: Sending, lines: Lines = {}): Promise<Sending> {
  return senderOver(openStore(url), { url, server, ...lines })
}

/** The context with a hand in its sending. */
export function withSend({ context }: Sending, around: (send: Transport['send']) => Transport['send']): SenderContext {
  const { transport } = context
  return { ...context, transport: Object.create(transport, { send: { value: around(transport.send) } }) as Transport }
}

/** A sender over this database. Without a server it gets one. */
export async function senderOver(
  store: Store,
  { url = '', lines = 4, messagesPerLine = 50, ...around }: Lines & { url?: string; server?: SmtpServer } = {},
): Promise<Sending> {
  const server = around.server ?? (await startSmtpServer())
  const clock = { now: NOON }
  const faults: string[] = []
  const relay = { host: '127.0.0.1', port: server.port, isSecure: false, isLocal: true }
  const transport = openTransport({ relay, name: 'news.test', lines, messagesPerLine, pauses: { shortest: 250, longest: 400 } })
  const context: SenderContext = {
    store,
    publication: SIGNING,
    transport,
    clock: () => clock.now,
    random: () => 0.5,
    failed: (what, error) => faults.push(`${what}: ${String(error)}`),
  }
  return {
    ...{ url, store, server, context, faults },
    run: (signal = new AbortController().signal) => makePump(context, lines + 4).deliverDue(signal),
    setClock: (now) => void (clock.now = now),
    deliveries: () => store.db.selectFrom('deliveries').selectAll().orderBy('id').execute(),
    attempts: () => store.db.selectFrom('attempts').selectAll().orderBy('delivery_id').orderBy('number').execute(),
    [Symbol.asyncDispose]: async () => {
      transport.close()
      await store.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

const throwIt = (_: unknown, error: unknown): void => {
  throw error
}
