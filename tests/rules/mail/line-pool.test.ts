import { describe, expect, test } from 'vitest'
import { openPool, type LinePool, type PooledLine } from '../../../src/mail/line-pool.ts'
import type { SendResult } from '../../../src/mail/send-result.ts'
import type { OpenedLine } from '../../../src/mail/smtp-line.ts'

const busy: SendResult = { outcome: 'unreachable', replyCode: 421, enhancedCode: '4.7.0', reply: '421 4.7.0 Too many connections' }

/** A server that puts up with so many lines at once. */
function serverFor(most: number): {
  open: () => Promise<OpenedLine>
  state: { open: number; opened: number; refused: number }
  allow: (most: number) => void
} {
  const state = { open: 0, opened: 0, refused: 0 }
  let allowed = most
  const open = async (): Promise<OpenedLine> => {
    await Promise.resolve()
    if (state.open >= allowed) {
      state.refused++
      return { ok: false, result: busy }
    }
    state.open++
    state.opened++
    let isOpen = true
    const close = (): void => {
      if (isOpen) state.open--
      isOpen = false
    }
    return {
      ok: true,
      line: {
        send: () => Promise.reject(new Error('nothing is sent here')),
        close,
        offersInternational: false,
        get isOpen() {
          return isOpen
        },
      },
    }
  }
  return { open, state, allow: (count) => void (allowed = count) }
}

async function takeOk(pool: LinePool): Promise<PooledLine> {
  const taken = await pool.take()
  if (!taken.ok) throw new Error(taken.result.reply)
  taken.pooled.carried++
  return taken.pooled
}

async function carry(pool: LinePool, messages: number): Promise<{ most: number }> {
  let under = 0
  let most = 0
  const one = async (): Promise<void> => {
    const pooled = await takeOk(pool)
    most = Math.max(most, ++under)
    await new Promise((resolve) => setImmediate(resolve))
    under--
    pool.giveBack(pooled)
  }
  await Promise.all(Array.from({ length: messages }, one))
  return { most }
}

describe('the lines to a mail server', () => {
  test('there are never more at once than are allowed, and they are used again', async () => {
    const { open, state } = serverFor(100)
    const pool = openPool({ open, lines: 3, messagesPerLine: 1000 })
    expect((await carry(pool, 60)).most).toBe(3)
    expect(state.opened).toBe(3)
  })

  test('a line carries so many messages and no more', async () => {
    const { open, state } = serverFor(100)
    const pool = openPool({ open, lines: 2, messagesPerLine: 10 })
    await carry(pool, 60)
    expect(state.opened).toBe(6)
    pool.close()
    expect(state.open).toBe(0)
  })

  test('a line that the server has closed meanwhile is replaced', async () => {
    const { open, state } = serverFor(100)
    const pool = openPool({ open, lines: 1, messagesPerLine: 10 })
    const first = await takeOk(pool)
    pool.giveBack(first)
    first.line.close()
    expect((await takeOk(pool)).line).not.toBe(first.line)
    expect(state.opened).toBe(2)
  })

  test('when the server wants fewer lines, the others carry everything', async () => {
    const { open, state } = serverFor(2)
    const pool = openPool({ open, lines: 8, messagesPerLine: 1000 })
    expect((await carry(pool, 100)).most).toBe(2)
    expect(state.refused).toBeLessThan(12)
  })

  test('the lines come back when the server takes them again', async () => {
    const server = serverFor(1)
    const pool = openPool({ open: server.open, lines: 4, messagesPerLine: 1000 })
    await carry(pool, 20)
    server.allow(100)
    expect((await carry(pool, 400)).most).toBe(4)
  })

  test('when no line can be had at all, everybody hears of it', async () => {
    const { open } = serverFor(0)
    const pool = openPool({ open, lines: 4, messagesPerLine: 10 })
    const taken = await Promise.all(Array.from({ length: 20 }, () => pool.take()))
    expect(taken.map((one) => one.ok)).toEqual(Array(20).fill(false))
  })

  test('fewer lines on demand, and at least one', async () => {
    const { open } = serverFor(100)
    const pool = openPool({ open, lines: 4, messagesPerLine: 1000 })
    const held = await Promise.all([takeOk(pool), takeOk(pool), takeOk(pool), takeOk(pool)])
    pool.shrink()
    for (const pooled of held) pool.giveBack(pooled)
    expect((await carry(pool, 30)).most).toBe(2)
    pool.shrink()
    expect((await carry(pool, 30)).most).toBe(1)
  })

  test('after the end, lines at work are closed when they come back', async () => {
    const { open, state } = serverFor(100)
    const pool = openPool({ open, lines: 4, messagesPerLine: 1000 })
    const pooled = await takeOk(pool)
    pool.close()
    expect(state.open).toBe(1)
    pool.giveBack(pooled)
    expect(state.open).toBe(0)
  })
})
