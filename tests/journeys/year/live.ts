import { planYear, type YearSettings } from './plan.ts'
import { liveOn } from './live-on.ts'
import { append } from './record.ts'

// A process that lives through the plan, from where it is told on, until it has come as far as it shall or until it is killed.

export type LiveOrder = { settings: YearSettings; databaseUrl: string; record: string; startAt: number; until: number }

const order = JSON.parse(process.argv[2] ?? '') as LiveOrder
const { record, ...life } = order
await liveOn({
  ...life,
  plan: planYear(order.settings),
  record,
  write: (line) => {
    append(record, line)
    process.send?.(line)
  },
})
process.disconnect?.()
