import { openApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { HOUR, type Instant } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeNow } from '../../../src/flow/compose-issue.ts'
import { openLog } from '../../../src/log.ts'
import { runUntilIdle } from '../../../src/pipeline.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { listDeliveries, type ListedDelivery } from '../../../src/store/listings/deliveries.ts'
import type { SmtpServer } from '../../support/smtp-server.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { openMachinery } from '../../../src/machinery.ts'

/** One in the afternoon, when the readers of these tests are due. */
export const DUE: Instant = NOON + HOUR

type SentWorld = AsyncDisposable & {
  store: Store
  issueId: number
  /** Sends all that is due at that time. */
  sendAt: (now: Instant) => Promise<void>
  /** The delivery to this person. */
  to: (person: string) => Promise<ListedDelivery>
}

/** An issue of two stories, addressed to these people at example.com, and a mail server to take it. */
export async function openSentWorld(url: string, server: SmtpServer, people: string[]): Promise<SentWorld> {
  const store = await openWorld(url)
  await topics(store, 'world')
  const morning = await digest(store)
  await publish(store, { key: 'a', title: 'Bread is dearer' })
  await publish(store, { key: 'b', title: 'The river is back' })
  for (const person of people) await reader(store, `${person}@example.com`, { hour: { zone: 'UTC', minute: 13 * 60, weekdays: 127 } })
  const composed = await composeNow(store, morning, NOON)
  await approveDue(store, PUBLICATION, NOON, fail)
  await addressDue(store, NOON, fail)
  const to = async (person: string): Promise<ListedDelivery> => {
    const [found] = await listDeliveries(store.db, { search: `${person}@` })
    if (!found) throw new Error(`${person} has no delivery`)
    return found
  }
  return {
    store,
    issueId: composed.ok ? composed.issueId : 0,
    sendAt: (now) => sendAt(url, server, now),
    to,
    [Symbol.asyncDispose]: () => store.close(),
  }
}

async function sendAt(url: string, server: SmtpServer, now: Instant): Promise<void> {
  const read = readConfig({ DATABASE_URL: url, SMTP_URL: server.url, SECRET: 'a secret that only these tests know', LOG_LEVEL: 'silent' })
  if (!read.ok) throw new Error(read.mistakes.join())
  const opened = await openApp(read.config, openLog('silent'), now)
  if (!opened.ok) throw new Error(opened.message)
  const { tools, close } = await openMachinery(opened.app, new AbortController().signal)
  await runUntilIdle(tools, ['sender'])
  await close()
  await opened.app.close()
}

function fail(_: unknown, error: unknown): void {
  throw error
}
