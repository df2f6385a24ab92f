type Beating = {
  beat: () => Promise<void>
  end: () => Promise<void>
  failed: (what: string, error: unknown) => void
}

const EVERY = 10_000

/** Says now and then that this process is alive, until it is stopped; then that it is gone. */
export function startHeartbeat({ beat, end, failed }: Beating): { stop: () => Promise<void> } {
  let underWay = Promise.resolve()
  const next = (): void => {
    underWay = underWay.then(beat).catch((error: unknown) => failed('the heartbeat', error))
  }
  next()
  const timer = setInterval(next, EVERY)
  return {
    stop: async () => {
      clearInterval(timer)
      await underWay
      await end().catch((error: unknown) => failed('the heartbeat', error))
    },
  }
}
