import type { Instant } from '../domain/instant.ts'

type Loop = {
  deliverDue: (signal: AbortSignal) => Promise<void>
  /** When something will come due, as far as is known. */
  nextAt: () => Promise<Instant | undefined>
  listen: (heard: () => void) => () => void
  clock: () => Instant
  failed: (what: string, error: unknown) => void
}

// A bell that nobody heard costs at most one poll.
const POLL = 5000
const SHORTEST = 50

/** Delivers whatever is due, sleeps until the next delivery comes due or the bell rings, and so on until it is stopped. */
export function startSenderLoop(loop: Loop, signal: AbortSignal): { stopped: Promise<void> } {
  let wake: () => void = () => undefined
  const stopListening = loop.listen(() => wake())
  const abort = (): void => wake()
  signal.addEventListener('abort', abort)
  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      // What was told to stop while it was at work has nothing to sleep for.
      if (signal.aborted) return resolve()
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async (): Promise<void> => {
    while (!signal.aborted) await sleep(await runOnce(loop, signal))
    stopListening()
    signal.removeEventListener('abort', abort)
  }
  return { stopped: run() }
}

/** How long to sleep after it. */
async function runOnce({ deliverDue, nextAt, clock, failed }: Loop, signal: AbortSignal): Promise<number> {
  try {
    await deliverDue(signal)
    const at = await nextAt()
    return at === undefined ? POLL : Math.min(POLL, Math.max(SHORTEST, at - clock()))
  } catch (error) {
    failed('delivering', error)
    return POLL
  }
}
