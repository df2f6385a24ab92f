import { ReportThread, type Reading } from './report-thread.ts'

/** Threads that read reports, and a queue before them. */
export type ReportWorkers = AsyncDisposable & { read: (raw: Uint8Array, timeoutMs: number) => Promise<Reading> }

// A report of 1 MB needs some 30 MB. What needs more was made to.
const MEMORY_MB = 80

export function openReportWorkers(count = 2, memoryMb = MEMORY_MB): ReportWorkers {
  const threads = Array.from({ length: count }, () => new ReportThread(memoryMb))
  const idle = [...threads]
  const waiting: ((thread: ReportThread) => void)[] = []
  const release = (thread: ReportThread): void => {
    const next = waiting.shift()
    if (next) next(thread)
    else idle.push(thread)
  }
  return {
    async read(raw, timeoutMs) {
      const thread = idle.pop() ?? (await new Promise<ReportThread>((take) => waiting.push(take)))
      try {
        return await thread.read(raw, timeoutMs)
      } finally {
        release(thread)
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map((thread) => thread.end()))
    },
  }
}
