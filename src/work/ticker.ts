import cron from 'node-cron'

/** Calls at the beginning of every minute, in UTC, never twice at once. Gives back what stops it and waits for the call under way. */
export function startTicker(tick: () => Promise<void>): { stop: () => Promise<void> } {
  let underWay = Promise.resolve()
  const task = cron.schedule('* * * * *', () => (underWay = tick()), { timezone: 'UTC', noOverlap: true })
  return {
    stop: async () => {
      await task.destroy()
      await underWay
    },
  }
}
