import type { App } from '../../src/app.ts'
import { makePump } from '../../src/flow/deliver-due.ts'
import type { Transport } from '../../src/mail/transport.ts'
import type { Db } from '../../src/store/dialect.ts'
import { queueAgain } from './queue-again.ts'
import { cpuSeconds } from './signature-time.ts'
import { mailsAtOnce, openMachinery } from '../../src/machinery.ts'

/** Sends everything once more; gives mails a second, and the seconds of processor time for each. */
export async function deliverAll(app: App, transport?: Transport): Promise<{ rate: number; cpu: number }> {
  const waiting = await queueAgain(app.store.db)
  const { signal } = new AbortController()
  const machinery = await openMachinery(app, signal)
  const { pump } = transport ? { pump: makePump({ ...machinery.tools, transport }, mailsAtOnce(app.config.smtpLines)) } : machinery.tools
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const handled = await pump.deliverDue(signal)
  const found = { rate: (handled * 1000) / (performance.now() - startedAt), cpu: cpuSeconds(before) / handled }
  await machinery.close()
  await expectAllAccepted(app.store.db, waiting)
  return found
}

async function expectAllAccepted(db: Db, count: number): Promise<void> {
  const rows = await db
    .selectFrom('deliveries')
    .select('state')
    .select((all) => all.fn.countAll<number>().as('count'))
    .groupBy('state')
    .execute()
  if (rows.length !== 1 || rows[0]?.state !== 'accepted' || rows[0].count !== count)
    throw new Error(`Of ${count} deliveries these came to an end: ${JSON.stringify(rows)}`)
}
