import { setTimeout as wait } from 'node:timers/promises'
import { MINUTE } from '../domain/instant.ts'
import type { SendResult } from './send-result.ts'

/**
 * Makes everybody wait while the mail server is in trouble, so that deliveries are not used up on it one by one. Each pause in a row is
 * twice as long as the one before; an answer to a message ends the row.
 */
export type Brake = {
  /** Why it is on; undefined when it is not. */
  readonly cause: SendResult | undefined
  /** Whether it was on since the last answer to a message: whoever goes first now should try carefully. */
  readonly isWary: boolean
  /** `atLeast` so many milliseconds, where a short pause would change nothing. */
  pull: (cause: SendResult, atLeast?: number) => void
  release: () => void
  /** Comes back when the pause is over, or when the signal is given. */
  waitOff: (signal: AbortSignal) => Promise<void>
  /** Ends the pause for good. */
  dispose: () => void
}

export type Pauses = { shortest: number; longest: number }

export const USUAL_PAUSES: Pauses = { shortest: 1000, longest: MINUTE }

export function makeBrake({ shortest, longest }: Pauses): Brake {
  const disposal = new AbortController()
  let cause: SendResult | undefined
  let pause = Promise.resolve()
  let inARow = 0

  const lastFor = async (milliseconds: number): Promise<void> => {
    await wait(milliseconds, undefined, { signal: disposal.signal }).catch(() => undefined)
    cause = undefined
  }
  return {
    get cause() {
      return cause
    },
    get isWary() {
      return inARow > 0
    },
    pull: (why, atLeast = 0) => {
      if (cause) return
      cause = why
      pause = lastFor(Math.max(atLeast, Math.min(shortest * 2 ** inARow++, longest)))
    },
    release: () => {
      inARow = 0
    },
    waitOff: async (signal) => {
      if (!signal.aborted) await Promise.race([pause, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))])
    },
    dispose: () => disposal.abort(),
  }
}
