import { hostname } from 'node:os'
import type { App } from './app.ts'
import type { Crew } from './crew.ts'
import { USUAL_LIMITS } from './domain/sign-up.ts'
import { examineNow, openDns } from './examine-now.ts'
import { isHouseEmpty, setUpWord } from './flow/desk/begin-house.ts'
import { keepAlive, sayGoodbye } from './flow/keep-alive.ts'
import { openLookAhead } from './look-ahead.ts'
import { webhookReaders } from './mail/webhooks/webhook-readers.ts'
import { isEmpty } from './store/installation.ts'
import { VERSION } from './version.ts'
import type { LookAhead } from './web/look-ahead.ts'
import { startWeb } from './web/server.ts'
import type { WebOptions } from './web/web.ts'
import { startHeartbeat } from './work/heartbeat.ts'

export type Serving = { ok: true; stop: () => Promise<void> } | { ok: false; message: string }

/**
 * Starts the roles that the settings name. `say` is for the people at the terminal. What only some roles need is loaded by these alone: a
 * process that serves pages stays small.
 */
export async function serve(app: App, say: (line: string) => void): Promise<Serving> {
  const { config, store, log } = app
  const works = config.roles.some((role) => role !== 'web')
  const right = works ? store.dialect.takeSendingRole() : { ok: true as const, release: () => undefined }
  if (!right.ok) return right
  if (!config.relay && (await isEmpty(store.db))) await welcome(app, say)
  const lookAhead = openLookAhead(config)
  const web = config.roles.includes('web') ? await startWeb(webOf(app, lookAhead)) : undefined
  const delivered = (count: number): void => {
    log.info({ count }, 'deliver')
    const inbox = web && inboxAt(web.url)
    if (inbox !== undefined && !app.config.relay) say(`${count} mails have come to ${inbox}`)
  }
  const crew = works ? await (await import('./crew.ts')).startCrew(app, { delivered, say }) : undefined
  const heart = startHeart(app, crew)
  announce(app, web?.url, say)
  if (web && (await isHouseEmpty(store.db)))
    say(
      `Nobody works at the desk yet: ${new URL('desk', app.publication.links.home()).href} makes the first admin. The set-up word is ${setUpWord(app.publication.sign)}`,
    )
  const held = await crew?.machinery().installation.heldBecause()
  if (held !== undefined) {
    say(HELD[held])
    log.warn({ held }, HELD[held])
  }
  return {
    ok: true,
    stop: async () => {
      const resting = crew?.stop()
      await heart.stop()
      await Promise.all([resting, web?.close(), lookAhead.close()])
      right.release()
      log.info('Stopped')
    },
  }
}

const NOT_SENDING = 'Nothing is sent: this database seems to be a copy, or was restored. "doctor" says what to do.'

/** Others see by it that this process is alive, and whether the way to the mail server is open; it sees whether other settings count. */
function startHeart({ run, config, store, clock, log, settings }: App, crew: Crew | undefined): { stop: () => Promise<void> } {
  const self = { run, host: hostname(), pid: process.pid, version: VERSION, startedAt: clock() }
  const failed = (what: string, error: unknown): void =>
    crew ? crew.machinery().tools.failed(what, error) : log.error({ err: error }, `Trouble with ${what}`)
  const beat = async (): Promise<void> => {
    await settings.takeUp().catch((error: unknown) => failed('taking up other settings', error))
    const machinery = crew?.machinery()
    const isHeld = (await machinery?.tools.isHeld?.()) === true
    const trouble = isHeld ? NOT_SENDING : (machinery?.tools.transport.trouble?.reply ?? null)
    return keepAlive(store, { ...self, roles: config.roles, troubles: machinery?.troubles() ?? 0, lastTrouble: trouble }, clock())
  }
  return startHeartbeat({ beat, end: () => sayGoodbye(store, self.run), failed })
}

const CONFIRM = 'Nothing is planned or sent until somebody says that it is the real one: `broadsheet installation confirm`.'
const HELD = {
  elsewhere: `This database lies elsewhere than the one that mail was sent from: it is a copy, or was moved or restored. ${CONFIRM}`,
  older: `This database is older than what ran here before: it was put back from a backup. ${CONFIRM}`,
}

function webOf(app: App, lookAhead: LookAhead): WebOptions {
  const { config } = app
  const readers = webhookReaders(config.reports.webhooks)
  return {
    ...app,
    lookAhead,
    settings: { ...app.settings, current: () => app.config, dns: () => openDns() },
    get catcher() {
      return !app.config.relay
    },
    standing: { dataDir: config.dataDir, name: config.installationName },
    signUpLimits: { ...USUAL_LIMITS, ...config.signUps },
    ...(readers.size > 0 && { webhooks: readers }),
    examine: () => examineNow(app),
  }
}

async function welcome(app: App, say: (line: string) => void): Promise<void> {
  const { loadSamples } = await import('./flow/load-samples.ts')
  const { briefings, subscribers } = await loadSamples(app, app.clock())
  say(`The database is new: ${briefings} sample briefings and ${subscribers} sample readers are in it.`)
}

function announce({ config }: App, url: string | undefined, say: (line: string) => void): void {
  if (url) say(`Broadsheet is at ${url}`)
  if (config.relay) say(`Mail goes to ${config.relay.host}:${config.relay.port}.`)
  else if (url) {
    const where = inboxAt(url) ?? 'its inbox, which opens only on this machine: set HOST to 127.0.0.1 or 0.0.0.0 to read it'
    say(`No mail server is set (SMTP_URL), so nothing leaves this machine: every mail stands at ${where}`)
  }
  say(`Roles of this process: ${config.roles.join(', ')}. Stop it with Ctrl+C.`)
}

/** The inbox opens only for people on this machine who call it so; under an address of the network it is not there. */
const inboxAt = (url: string): string | undefined => (new URL(url).hostname === 'localhost' ? `${url}/inbox` : undefined)
