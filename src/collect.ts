import { randomUUID } from 'node:crypto'
import type { App } from './app.ts'
import { collectReports } from './flow/collect-reports.ts'
import { takeReport } from './flow/take-report.ts'
import type { TakeArrival } from './mail/intake/arrival.ts'
import { startListener } from './mail/intake/start-listener.ts'
import { openReportWorkers } from './mail/reports/report-workers.ts'
import { startMailboxLoop } from './work/mailbox-loop.ts'

export type Collecting = { stop: () => Promise<void> }

export type Hears = { signal: AbortSignal; failed: (what: string, error: unknown) => void; say: (line: string) => void }

/** Opens the ways in for reports that come as mails: the listener and the mailbox, those of them that are set. */
export async function startCollecting(app: App, { signal, failed, say }: Hears): Promise<Collecting | undefined> {
  const { config, store, publication, clock, log } = app
  const { listener, mailbox } = config.reports
  if (!listener && !mailbox) return undefined
  const workers = openReportWorkers()
  const tools = { store, publication, workers }
  const take: TakeArrival = async ({ raw, ...envelope }) => {
    const { verdict } = await takeReport(tools, raw, envelope, clock())
    return verdict === 'unmatched' ? 'unmatched' : 'matched'
  }
  const { bounceDomain, heloName } = config
  const listening = listener && (await startListener({ ...listener, name: heloName, bounceDomain }, { take, clock, failed }))
  if (listener && listening) say(`Reports are taken by SMTP at ${listener.host}:${listening.port}.`)
  const worked = (mails: number): void => log.info({ mails }, 'Worked off the mailbox for reports')
  const loop =
    mailbox &&
    startMailboxLoop(
      {
        collect: (opened, leaving) => collectReports({ ...tools, clock, holder: randomUUID(), worked, account: mailbox }, opened, leaving),
        failed,
      },
      signal,
    )
  return {
    stop: async () => {
      await Promise.all([listening?.close(), loop?.stopped])
      await workers[Symbol.asyncDispose]()
    },
  }
}
