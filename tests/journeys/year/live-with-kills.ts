import { fork, type ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { DAY, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import type { Dice } from './dice.ts'
import type { LiveOrder } from './live.ts'
import { reachedIn, type Line } from './record.ts'

/** From a kill until the next process has begun. */
export type Outage = { from: Instant; until: Instant }

/** How far a life has come: where it goes on, the kills that are still before it, and the downtimes behind it. */
export type Lived = { startAt: Instant; kills: Instant[]; outages: Outage[] }

/**
 * Lets a process live until a time, kills it at the moments that come before, and starts the next one: at once, or after a downtime, which may
 * last beyond that time.
 */
export async function liveWithKills(order: Omit<LiveOrder, 'startAt'>, { startAt, kills, outages }: Lived, dice: Dice): Promise<Lived> {
  const [killAt = Infinity, ...others] = kills
  if (startAt >= order.until) return { startAt, kills, outages }
  const isKilled = await killedAfter(start({ ...order, startAt }), Math.max(killAt, startAt), dice)
  if (!isKilled) return { startAt: order.until, kills, outages }
  const reached = (await reachedIn(order.record)).step ?? startAt
  const backAt = reached + downtimeOf(dice)
  return liveWithKills(order, { startAt: backAt, kills: others, outages: [...outages, { from: reached, until: backAt }] }, dice)
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
