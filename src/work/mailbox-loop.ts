import { MINUTE, type Instant } from '../domain/instant.ts'
import { setTimeout as wait } from 'node:timers/promises'

type Loop = {
  /** Opens the mailbox and works on it until the line breaks, which it throws, or until it is stopped. `opened` when it got in. */
  collect: (opened: () => void, signal: AbortSignal) => Promise<void>
  failed: (what: string, error: unknown) => void
}

const FIRST = 5_000
const LONGEST = 10 * MINUTE

/** Keeps a mailbox open. After trouble it comes back: soon at first, then ever later, so that a server in trouble is not made worse. */
export function startMailboxLoop({ collect, failed }: Loop, signal: AbortSignal): { stopped: Promise<void> } {
  const run = async (): Promise<void> => {
    let pause: Instant = FIRST
    const isLeaving = (): boolean => signal.aborted
    while (!isLeaving()) {
      try {
        await collect(() => (pause = FIRST), signal)
      } catch (error) {
        if (!isLeaving()) failed('reading the mailbox for reports', error)
      }
      await wait(pause, undefined, { signal }).catch(() => undefined)
      pause = Math.min(2 * pause, LONGEST)
    }
  }
  return { stopped: run() }
}
