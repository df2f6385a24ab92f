import { Worker } from 'node:worker_threads'
import type { Report } from './report.ts'

export type Reading = { ok: true; report: Report } | { ok: false; reason: 'too-large' | 'too-slow' | 'unreadable' }

/** Loading the code takes a tenth of a second; a machine may be busy. */
const START_MS = 30_000

/** A thread that reads one report at a time. One that is too slow, out of memory or gone is replaced with the next report. */
export class ReportThread {
  readonly #memoryMb: number
  #worker: Worker | null = null
  #isReady = false
  #isEnded = false
  #timer: NodeJS.Timeout | undefined
  #onReady: (() => void) | null = null
  #settle: ((reading: Reading) => void) | null = null

  constructor(memoryMb: number) {
    this.#memoryMb = memoryMb
  }

  /** The time starts when the thread takes the report up, not while it is being started. */
  read(raw: Uint8Array, timeoutMs: number): Promise<Reading> {
    if (this.#isEnded) return Promise.resolve({ ok: false, reason: 'unreadable' })
    return new Promise((settle) => {
      this.#settle = settle
      const worker = (this.#worker ??= this.#start())
      worker.ref()
      const hand = (): void => {
        this.#limit(timeoutMs, 'too-slow')
        worker.postMessage(raw)
      }
      if (this.#isReady) return hand()
      this.#onReady = hand
      this.#limit(START_MS, 'unreadable')
    })
  }

  async end(): Promise<void> {
    this.#isEnded = true
    await this.#drop(this.#worker, 'unreadable')
  }

  #start(): Worker {
    // No environment: whoever breaks the parser finds no passwords in it.
    const resourceLimits = { maxOldGenerationSizeMb: this.#memoryMb, maxYoungGenerationSizeMb: 16 }
    const worker = new Worker(new URL('./report-worker.ts', import.meta.url), { resourceLimits, env: {}, execArgv: [] })
    worker.on('message', (message: 'ready' | Reading) => (message === 'ready' ? this.#ready() : this.#finish(message)))
    worker.on('error', () => void this.#drop(worker, 'unreadable'))
    worker.on('exit', () => void this.#drop(worker, 'unreadable'))
    return worker
  }

  #ready(): void {
    this.#isReady = true
    this.#onReady?.()
  }

  #limit(ms: number, reason: 'too-slow' | 'unreadable'): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#drop(this.#worker, reason), ms)
  }

  #finish(reading: Reading): void {
    clearTimeout(this.#timer)
    // An idle thread must not keep a command line program from ending.
    this.#worker?.unref()
    this.#settle?.(reading)
    this.#settle = null
  }

  async #drop(worker: Worker | null, reason: 'too-slow' | 'unreadable'): Promise<void> {
    if (worker === null || this.#worker !== worker) return
    this.#worker = null
    this.#isReady = false
    this.#onReady = null
    this.#finish({ ok: false, reason })
    await worker.terminate()
  }
}
