import { describe, expect, test } from 'vitest'
import { makeBrake, type Brake } from '../../../src/mail/brake.ts'
import type { SendResult } from '../../../src/mail/send-result.ts'

const away: SendResult = { outcome: 'unreachable', replyCode: null, enhancedCode: null, reply: 'connect ECONNREFUSED' }
const never = new AbortController().signal

async function pauseOf(brake: Brake): Promise<number> {
  const from = performance.now()
  brake.pull(away)
  await brake.waitOff(never)
  return performance.now() - from
}

describe('the brake of a transport', () => {
  test('it says why it is on, until its pause is over', async () => {
    const brake = makeBrake({ shortest: 5, longest: 5 })
    expect(brake.cause).toBeUndefined()
    brake.pull(away)
    expect(brake.cause).toBe(away)
    await brake.waitOff(never)
    expect(brake.cause).toBeUndefined()
  })

  test('each pause in a row is twice as long, up to the longest; an answer ends the row', async () => {
    const brake = makeBrake({ shortest: 20, longest: 80 })
    const pauses = [await pauseOf(brake), await pauseOf(brake), await pauseOf(brake), await pauseOf(brake)]
    expect(pauses.map((pause) => [19, 39, 79].filter((least) => pause >= least).length)).toEqual([1, 2, 3, 3])
    expect(brake.isWary).toBe(true)
    brake.release()
    expect(brake.isWary).toBe(false)
    expect(await pauseOf(brake)).toBeLessThan(pauses[2] ?? 0)
  })

  test('many who pull it at once make one pause', async () => {
    const brake = makeBrake({ shortest: 5, longest: 1_000_000 })
    for (let times = 0; times < 50; times++) brake.pull(away)
    await brake.waitOff(never)
    expect(brake.cause).toBeUndefined()
  })

  test('who is told to stop does not wait', async () => {
    const brake = makeBrake({ shortest: 1_000_000, longest: 1_000_000 })
    const stop = new AbortController()
    brake.pull(away)
    setImmediate(() => stop.abort())
    await brake.waitOff(stop.signal)
    await brake.waitOff(stop.signal)
    expect(brake.cause).toBe(away)
    brake.dispose()
    await brake.waitOff(never)
  })
})
