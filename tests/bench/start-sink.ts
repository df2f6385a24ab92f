import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type Sink = AsyncDisposable & {
  port: number
  /** How many messages it has taken so far. */
  accepted: () => Promise<number>
}

export async function startSink(): Promise<Sink> {
  const child = fork(fileURLToPath(new URL('sink.ts', import.meta.url)))
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    port,
    accepted: async () => {
      child.send('how many')
      const [{ accepted }] = (await once(child, 'message')) as [{ accepted: number }]
      return accepted
    },
    [Symbol.asyncDispose]: async () => {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
