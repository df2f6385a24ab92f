import type { App } from './app.ts'
import type { Collecting, Hears } from './collect.ts'
import type { Machinery } from './machinery.ts'

/** Those of a process who plan, send and collect. When other settings count, a new crew takes over between two mails. */
export type Crew = {
  /** The tools of the crew that works now. */
  machinery: () => Machinery
  stop: () => Promise<void>
}

type Says = { delivered: (count: number) => void; say: (line: string) => void }

/** What a slow mail server keeps in hand for longer is ended by the old crew beside the new one, as by another process. */
const PATIENCE = 6000

export async function startCrew(app: App, says: Says): Promise<Crew> {
  let shift = await startShift(app, says)
  let ending: Promise<unknown> = Promise.resolve()
  const closing = new AbortController()
  const isClosing = (): boolean => closing.signal.aborted
  const relieve = async (): Promise<void> => {
    if (isClosing()) return
    const before = shift
    const ended = before.stop()
    ending = Promise.allSettled([ending, ended])
    await inPatience(ended)
    if (!isClosing()) shift = await startShift(app, says)
  }
  let turns = Promise.resolve()
  app.settings.takenUp.tell(() => {
    turns = turns.then(relieve).catch((error: unknown) => shift.machinery.tools.failed('going on with other settings', error))
  })
  return {
    machinery: () => shift.machinery,
    stop: async () => {
      closing.abort()
      await turns
      await Promise.all([ending, shift.stop()])
    },
  }
}

type Shift = { machinery: Machinery; stop: () => Promise<void> }

/** Goes on with what counts now until it is stopped, whatever changes meanwhile: a mail is made by one set of settings from end to end. */
async function startShift(running: App, { delivered, say }: Says): Promise<Shift> {
  const app = { ...running, publication: { ...running.publication } }
  const [{ openMachinery }, { startWork }] = await Promise.all([import('./machinery.ts'), import('./start-work.ts')])
  const leaving = new AbortController()
  const machinery = await openMachinery(app, leaving.signal)
  const work = startWork(app, machinery, { signal: leaving.signal, delivered })
  const collecting = await startCollecting(app, { signal: leaving.signal, failed: machinery.tools.failed, say })
  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    leaving.abort()
    await Promise.all([work.stop(), collecting?.stop()])
    await machinery.close()
  }
  return { machinery, stop: () => (stopped ??= stop()) }
}

async function startCollecting(app: App, hears: Hears): Promise<Collecting | undefined> {
  if (!app.config.roles.includes('collector')) return undefined
  const { startCollecting: start } = await import('./collect.ts')
  return start(app, hears)
}

async function inPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const impatience = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)))
  await Promise.race([work, impatience])
  clearTimeout(timer)
}
