import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { DAY, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import type { Dice } from './dice.ts'
import type { LiveOrder } from './live.ts'
import { reachedIn, type Line } from './record.ts'

/** From a kill until the next process has begun. */
export type Outage = { from: Instant; until: Instant }

/** Lets a process live through the plan, kills it at those moments, and starts the next one: at once, or after a downtime. */
export async function liveWithKills(order: Omit<LiveOrder, 'startAt'>, kills: Instant[], dice: Dice): Promise<Outage[]> {
  const outages: Outage[] = []
  let startAt = order.settings.from
  for (const killAt of kills) {
    const later = Math.max(killAt, startAt)
    if (!(await killedAfter(start({ ...order, startAt }), later, dice))) return outages
    const reached = (await reachedIn(order.record)).step ?? startAt
    startAt = reached + downtimeOf(dice)
    outages.push({ from: reached, until: startAt })
  }
  const child = start({ ...order, startAt })
  await ended(child)
  return outages
}

function downtimeOf(dice: Dice): number {
  if (dice.isLucky(0.5)) return 0
  return (dice.isLucky(0.5) ? dice.whole(1, 45) : dice.whole(60, (2 * DAY) / MINUTE)) * MINUTE
}

function start(order: LiveOrder): ChildProcess {
  return fork(fileURLToPath(new URL('live.ts', import.meta.url)), [JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

async function ended(child: ChildProcess): Promise<void> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  if (code !== 0) throw new Error(`The process that lives through the year ended with ${String(code ?? signal)}; what it said stands above`)
}

/** Kills it some signs of life and a moment after it has reached that time; false when it came to the end before. */
function killedAfter(child: ChildProcess, at: Instant, dice: Dice): Promise<boolean> {
  let signs = dice.whole(0, 12)
  const delay = dice.next() * 4
  return new Promise((resolve, reject) => {
    child.on('message', (line: Line) => {
      if (line.at >= at && signs-- === 0) void wait(delay).then(() => child.kill('SIGKILL'))
    })
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(true)
      else if (code === 0) resolve(false)
      else reject(new Error(`The process that lives through the year ended with ${String(code ?? signal)}; what it said stands above`))
    })
  })
}
