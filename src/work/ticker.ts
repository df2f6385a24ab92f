import cron from 'node-cron'

const PATTERNS = { minute: '* * * * *', 'ten-seconds': '*/10 * * * * *' }

/** Calls at the beginning of every minute, or every ten seconds, in UTC, never twice at once. Gives back what stops it and waits for the call under way. */
export function startTicker(tick: () => Promise<void>, every: keyof typeof PATTERNS = 'minute'): { stop: () => Promise<void> } {
  let underWay = Promise.resolve()
  const task = cron.schedule(PATTERNS[every], () => (underWay = tick()), { timezone: 'UTC', noOverlap: true })
  return {
    stop: async () => {
      await task.destroy()
      await underWay
    },
  }
}
