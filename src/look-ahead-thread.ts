// The thread that looks ahead: opens the program with the settings of the process, lives through the days, tells, and ends.
import { parentPort, workerData } from 'node:worker_threads'
import { openApp, openScratch, type App } from './app.ts'
import { simulate, type Simulated, type SimulationWish } from './flow/simulate/simulate.ts'
import { openLog } from './log.ts'
import type { LookAheadNews, LookAheadWork } from './look-ahead.ts'

const { config, wish } = workerData as LookAheadWork
const tell = (news: LookAheadNews): void => parentPort?.postMessage(news)

const opened = await openApp(config, openLog(config.logLevel))
if (!opened.ok) tell({ message: opened.message })
else {
  tell(await lookAhead(opened.app))
  await opened.app.close()
}

async function lookAhead(app: App): Promise<LookAheadNews> {
  const today = await live(app, { ...wish, changes: [] }, (days) => tell({ daysDone: days }))
  if (!today.ok) return today
  if (wish.changes.length === 0) return { simulation: today.simulation, changed: undefined }
  const changed = await live(app, wish, () => undefined)
  return changed.ok ? { simulation: today.simulation, changed: changed.simulation } : changed
}

function live(app: App, asked: SimulationWish, progress: (days: number) => void): Promise<Simulated> {
  const failed = (what: string, error: unknown): void => app.log.error({ err: error }, `Trouble with ${what}`)
  return simulate({ store: app.store, publication: app.publication, openScratch, failed, progress }, asked)
}
