import { Worker } from 'node:worker_threads'
import { saying, type Saying } from './domain/saying.ts'
import type { Config } from './config.ts'
import type { Simulation, SimulationWish } from './flow/simulate/simulate.ts'
import type { LookAhead, LookedAhead } from './web/look-ahead.ts'

/** What the thread tells: how far it is, what it found, or what was wrong. */
export type LookAheadNews =
  { daysDone: number } | { simulation: Simulation; changed: Simulation | undefined } | { message: Saying | string }

export type LookAheadWork = { config: Config; wish: SimulationWish }

/** Looks ahead in a thread of its own, so that pages go on being served meanwhile. One at a time; the last one is kept. */
export function openLookAhead(config: Config): LookAhead & { close: () => Promise<void> } {
  let seen: LookedAhead = { state: 'none' }
  let worker: Worker | undefined
  const begin = (wish: SimulationWish): void => {
    if (seen.state === 'running') return
    seen = { state: 'running', wish, daysDone: 0 }
    const work: LookAheadWork = { config, wish }
    worker = new Worker(new URL('./look-ahead-thread.ts', import.meta.url), { workerData: work })
    worker.on('message', (news: LookAheadNews) => (seen = after(wish, news)))
    worker.on('error', (error) => (seen = { state: 'failed', wish, message: String(error) }))
    worker.on('exit', () => {
      if (seen.state === 'running') seen = { state: 'failed', wish, message: saying('refusals.ahead-ended') }
    })
  }
  const close = async (): Promise<void> => void (await worker?.terminate())
  return { begin, seen: () => seen, close }
}

function after(wish: SimulationWish, news: LookAheadNews): LookedAhead {
  if ('daysDone' in news) return { state: 'running', wish, daysDone: news.daysDone }
  return 'message' in news ? { state: 'failed', wish, message: news.message } : { state: 'done', wish, ...news }
}
