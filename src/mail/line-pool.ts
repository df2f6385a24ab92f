import type { OpenedLine, SmtpLine } from './smtp-line.ts'

export type LinePool = {
  /** Waits for a turn and takes a line: an idle one, else a new one. */
  take: () => Promise<{ ok: true; pooled: PooledLine } | Extract<OpenedLine, { ok: false }>>
  /** Ends the turn. The line stays for others as long as it is open and has not carried its share. */
  giveBack: (pooled: PooledLine) => void
  /** Fewer lines from now on; they come back one by one, with every so many messages. */
  shrink: () => void
  close: () => void
}

export type PooledLine = { line: SmtpLine; carried: number }

type PoolOptions = {
  open: () => Promise<OpenedLine>
  /** Most lines at once. */
  lines: number
  /** Most messages over one line. */
  messagesPerLine: number
}

const GROW_AFTER = 50

/** Shares a bounded number of lines. How many there are at once adapts to what the server puts up with. */
export function openPool({ open, lines, messagesPerLine }: PoolOptions): LinePool {
  const idle: PooledLine[] = []
  const waiting: (() => void)[] = []
  let most = lines
  let busy = 0
  let sinceShrunk = 0
  let isClosed = false

  const startTurns = (): void => {
    while (busy < most && waiting.length > 0) {
      busy++
      waiting.shift()?.()
    }
  }
  const takeTurn = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve)
      startTurns()
    })
  const endTurn = (): void => {
    busy--
    startTurns()
  }
  const limitTo = (count: number): void => {
    most = Math.max(1, count)
    sinceShrunk = 0
  }
  const grow = (): void => {
    if (++sinceShrunk % GROW_AFTER === 0) most = Math.min(lines, most + 1)
  }

  const take: LinePool['take'] = async () => {
    await takeTurn()
    // A line that the server closed between two messages is no failure: the next one is taken, or a new one opened.
    for (let pooled = idle.pop(); pooled; pooled = idle.pop()) if (pooled.line.isOpen) return { ok: true, pooled }
    const opened = await open()
    if (opened.ok) return { ok: true, pooled: { line: opened.line, carried: 0 } }
    const others = busy - 1
    if (others > 0) limitTo(others)
    endTurn()
    // While others are talking, the server only wants fewer lines: this message waits until one of theirs is free.
    return others > 0 ? take() : opened
  }
  return {
    take,
    giveBack: (pooled) => {
      if (pooled.line.isOpen && !isClosed && pooled.carried < messagesPerLine) idle.push(pooled)
      else pooled.line.close()
      grow()
      endTurn()
    },
    shrink: () => limitTo(Math.floor(most / 2)),
    close: () => {
      isClosed = true
      for (const { line } of idle.splice(0)) line.close()
    },
  }
}
