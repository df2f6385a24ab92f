import { hostname } from 'node:os'
import type { App } from './app.ts'
import { makePump } from './flow/deliver-due.ts'
import { keepCaught } from './flow/keep-caught.ts'
import { standUp, type Running } from './flow/stand-up.ts'
import { startCatcher, type Catcher } from './mail/catcher.ts'
import type { Relay } from './mail/relay.ts'
import { openTransport } from './mail/transport.ts'
import type { Tools } from './pipeline.ts'

export type Machinery = {
  tools: Tools
  installation: Running
  /** How often something went wrong on our side so far. */
  troubles: () => number
  close: () => Promise<void>
}

/** Opens what sending needs: the way to the mail server, or the built-in catcher where none is set. */
export async function openMachinery(
  { config, log, store, publication, clock, isClockStopped, run }: App,
  signal: AbortSignal,
): Promise<Machinery> {
  const catcher = config.relay ? undefined : await startCatcher((caught) => keepCaught(store, caught, clock()))
  const lines = (count: number) =>
    openTransport({
      relay: config.relay ?? relayTo(catcher),
      name: config.heloName,
      lines: count,
      messagesPerLine: config.smtpMessagesPerLine,
    })
  const [transport, noticeTransport] = [lines(config.smtpLines), lines(1)]
  let troubles = 0
  const failed = (what: string, error: unknown): void => {
    troubles++
    log.error({ err: error }, `Trouble with ${what}`)
  }
  // A clock that stands still lets no turn come.
  const pace = { relayRate: config.smtpRate, domainRate: config.domainRate, isKept: !isClockStopped }
  const context = { store, publication, transport, pace, clock, random: Math.random, failed }
  const pump = makePump(context, mailsAtOnce(config.smtpLines), Math.ceil(config.smtpLines / 2))
  const close = async (): Promise<void> => {
    transport.close()
    noticeTransport.close()
    await catcher?.close()
  }
  const { baseUrl, dataDir, installationName: name } = config
  const installation = await standUp({ store, publication, baseUrl, dataDir, host: hostname(), name, run }, clock)
  const isHeld = async (): Promise<boolean> => (await installation.heldBecause()) !== undefined
  const tools = {
    ...context,
    pump,
    notices: { ...context, transport: noticeTransport },
    signal,
    allowsPrivate: config.webhooksPrivate,
    isHeld,
  }
  return { tools, installation, troubles: () => troubles, close }
}

/**
 * Mails under way for so many lines. As many again as there are lines are put together and signed meanwhile: those on the lines are
 * written down together, so their lines come free together.
 */
export const mailsAtOnce = (lines: number): number => 2 * lines + 4

function relayTo(catcher: Catcher | undefined): Relay {
  if (!catcher) throw new Error('There is neither a mail server nor a catcher')
  return { host: '127.0.0.1', port: catcher.port, isSecure: false, isLocal: true }
}
