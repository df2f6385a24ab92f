import type { App } from './app.ts'
import { answerSignUps } from './flow/answer-sign-ups.ts'
import { workOffLists } from './flow/lists/work-off-lists.ts'
import { sendNotices } from './flow/send-notices.ts'
import { welcomeReaders } from './flow/welcome-readers.ts'
import type { Machinery } from './machinery.ts'
import { PIPELINE, runStage } from './pipeline.ts'
import { findNextDelivery } from './store/next-delivery.ts'
import { findNextNotice } from './store/notices.ts'
import { startSenderLoop } from './work/sender-loop.ts'
import { startTicker } from './work/ticker.ts'

type Work = { signal: AbortSignal; delivered: (count: number) => void }

/** Planner, sender and collector at work: each stage of the pipeline in its time. */
export function startWork(
  { config, store, clock, log }: App,
  { tools, installation }: Machinery,
  { signal, delivered }: Work,
): { stop: () => Promise<void> } {
  const tick = async (every: 'minute' | 'ten-seconds'): Promise<void> => {
    if (every === 'minute') await showAlive(installation, log).catch((error: unknown) => tools.failed('showing that we are alive', error))
    for (const stage of PIPELINE.filter((one) => one.every === every && config.roles.includes(one.role))) {
      if (signal.aborted) return
      const count = await runStage(stage, tools).catch((error: unknown) => tools.failed(stage.verb, error))
      if (count) log.info({ count }, stage.verb)
    }
  }
  const tickers = (['minute', 'ten-seconds'] as const).map((every) => startTicker(() => tick(every), every))
  const first = tick('minute')
  const deliverDue = async (leaving: AbortSignal): Promise<void> => {
    if (await tools.isHeld?.()) return
    const count = await tools.pump.deliverDue(leaving)
    if (count > 0) delivered(count)
  }
  const loop = config.roles.includes('sender')
    ? startSenderLoop(
        { deliverDue, nextAt: () => findNextDelivery(store.db), listen: store.dialect.bell.listen, clock, failed: tools.failed },
        signal,
      )
    : undefined
  const notices = config.roles.includes('sender') ? startNotices({ tools, store, clock }, { signal, delivered }) : undefined
  const lists = config.roles.includes('collector') ? startLists({ tools, store, clock }, signal) : undefined
  const stopped = [first, loop?.stopped, notices?.stopped, lists?.stopped]
  return { stop: async () => void (await Promise.all([...tickers.map(({ stop }) => stop()), ...stopped])) }
}

/** Imports and bulk actions, one after the other: whoever sends or plans does not wait for them. */
function startLists({ tools, store, clock }: Pick<App, 'store' | 'clock'> & Pick<Machinery, 'tools'>, signal: AbortSignal) {
  const deliverDue = async (leaving: AbortSignal): Promise<void> => void (await workOffLists(tools, leaving))
  const nextAt = (): Promise<undefined> => Promise.resolve(undefined)
  return startSenderLoop({ deliverDue, nextAt, listen: store.dialect.bell.listen, clock, failed: tools.failed }, signal)
}

/** The lane of single mails: requests to sign up are answered, and what is due goes out. */
function startNotices({ tools, store, clock }: Pick<App, 'store' | 'clock'> & Pick<Machinery, 'tools'>, { signal, delivered }: Work) {
  const deliverDue = async (leaving: AbortSignal): Promise<void> => {
    if (await tools.isHeld?.()) return
    await answerSignUps(tools)
    await welcomeReaders(tools)
    const count = await sendNotices(tools.notices, leaving)
    if (count > 0) delivered(count)
  }
  const { failed } = tools
  return startSenderLoop({ deliverDue, nextAt: () => findNextNotice(store.db), listen: store.dialect.bell.listen, clock, failed }, signal)
}

async function showAlive(installation: Machinery['installation'], log: App['log']): Promise<void> {
  for (const { host, baseUrl } of await installation.showAlive())
    log.warn(
      { host, baseUrl },
      'Another installation works at this database, with another secret or address: "installation show" lists both',
    )
}
