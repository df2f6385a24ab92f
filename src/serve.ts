import { openMachinery, type App, type Machinery } from './app.ts'
import { startCollecting } from './collect.ts'
import { USUAL_LIMITS } from './domain/sign-up.ts'
import { answerSignUps } from './flow/answer-sign-ups.ts'
import { loadSamples } from './flow/load-samples.ts'
import { sendNotices } from './flow/send-notices.ts'
import { openLookAhead } from './look-ahead.ts'
import { webhookReaders } from './mail/webhooks/webhook-readers.ts'
import { welcomeReaders } from './flow/welcome-readers.ts'
import { PIPELINE } from './pipeline.ts'
import { findNextDelivery } from './store/deliveries.ts'
import { isEmpty } from './store/installation.ts'
import { findNextNotice } from './store/notices.ts'
import { startWeb } from './web/server.ts'
import { startSenderLoop } from './work/sender-loop.ts'
import { startTicker } from './work/ticker.ts'

export type Serving = { ok: true; stop: () => Promise<void> } | { ok: false; message: string }

/** Starts the roles that the settings name. `say` is for the people at the terminal. */
export async function serve(app: App, say: (line: string) => void): Promise<Serving> {
  const { config, store, log } = app
  const works = config.roles.some((role) => role !== 'web')
  const right = works ? store.dialect.takeSendingRole() : { ok: true as const, release: () => undefined }
  if (!right.ok) return right
  const leaving = new AbortController()
  const machinery = works ? await openMachinery(app, leaving.signal) : undefined
  if (!config.relay && (await isEmpty(store.db))) await welcome(app, say)
  const lookAhead = openLookAhead(config)
  const web = config.roles.includes('web') ? await startWeb({ ...app, ...webOf(app), lookAhead }) : undefined
  const delivered = (count: number): void => {
    log.info({ count }, 'deliver')
    if (web && !config.relay) say(`${count} mails have come to ${web.url}/inbox`)
  }
  const work = machinery && startWork(app, machinery, { signal: leaving.signal, delivered })
  const hears = { signal: leaving.signal, failed: machinery?.tools.failed ?? (() => undefined), say }
  const collecting = config.roles.includes('collector') ? await startCollecting(app, hears) : undefined
  announce(app, web?.url, say)
  return {
    ok: true,
    stop: async () => {
      leaving.abort()
      await Promise.all([work?.stop(), web?.close(), lookAhead.close(), collecting?.stop()])
      await machinery?.close()
      right.release()
      log.info('Stopped')
    },
  }
}

function webOf({ config }: App): Pick<Parameters<typeof startWeb>[0], 'catcher' | 'webhooks' | 'signUpLimits'> {
  const readers = webhookReaders(config.reports.webhooks)
  return { catcher: !config.relay, signUpLimits: { ...USUAL_LIMITS, ...config.signUps }, ...(readers.size > 0 && { webhooks: readers }) }
}

async function welcome(app: App, say: (line: string) => void): Promise<void> {
  const { briefings, subscribers } = await loadSamples(app, app.clock())
  say(`The database is new: ${briefings} sample briefings and ${subscribers} sample readers are in it.`)
}

type Work = { signal: AbortSignal; delivered: (count: number) => void }

function startWork({ config, store, clock, log }: App, { tools }: Machinery, { signal, delivered }: Work): { stop: () => Promise<void> } {
  const tick = async (every: 'minute' | 'ten-seconds'): Promise<void> => {
    for (const stage of PIPELINE.filter((one) => one.every === every && config.roles.includes(one.role))) {
      if (signal.aborted) return
      const count = await stage.run(tools).catch((error: unknown) => tools.failed(stage.verb, error))
      if (count) log.info({ count }, stage.verb)
    }
  }
  const tickers = (['minute', 'ten-seconds'] as const).map((every) => startTicker(() => tick(every), every))
  const first = tick('minute')
  const deliverDue = async (leaving: AbortSignal): Promise<void> => {
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
  return { stop: async () => void (await Promise.all([...tickers.map(({ stop }) => stop()), first, loop?.stopped, notices?.stopped])) }
}

/** The lane of single mails: requests to sign up are answered, and what is due goes out. */
function startNotices({ tools, store, clock }: Pick<App, 'store' | 'clock'> & Pick<Machinery, 'tools'>, { signal, delivered }: Work) {
  const deliverDue = async (leaving: AbortSignal): Promise<void> => {
    await answerSignUps(tools)
    await welcomeReaders(tools)
    const count = await sendNotices(tools.notices, leaving)
    if (count > 0) delivered(count)
  }
  const { failed } = tools
  return startSenderLoop({ deliverDue, nextAt: () => findNextNotice(store.db), listen: store.dialect.bell.listen, clock, failed }, signal)
}

function announce({ config }: App, url: string | undefined, say: (line: string) => void): void {
  if (url) say(`Broadsheet is at ${url}`)
  if (config.relay) say(`Mail goes to ${config.relay.host}:${config.relay.port}.`)
  else if (url) say(`No mail server is set (SMTP_URL), so nothing leaves this machine: every mail stands at ${url}/inbox`)
  say(`Roles of this process: ${config.roles.join(', ')}. Stop it with Ctrl+C.`)
}
