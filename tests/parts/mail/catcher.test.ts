import { networkInterfaces } from 'node:os'
import { connect } from 'node:net'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { startCatcher, type Caught } from '../../../src/mail/catcher.ts'
import { openTransport, type Transport } from '../../../src/mail/transport.ts'
import { composeSample, rawOf } from './sample-mail.ts'

type Catching = AsyncDisposable & { caught: Caught[]; transport: Transport; port: number }

async function startCatching(keep?: (caught: Caught) => Promise<void>): Promise<Catching> {
  const caught: Caught[] = []
  const catcher = await startCatcher(
    keep ??
      ((one) => {
        caught.push(one)
        return Promise.resolve()
      }),
  )
  const relay = { host: '127.0.0.1', port: catcher.port, isSecure: false, isLocal: true }
  const transport = openTransport({ relay, name: 'news.test', lines: 2, messagesPerLine: 50 })
  const close = async (): Promise<void> => {
    transport.close()
    await catcher.close()
  }
  return { caught, transport, port: catcher.port, [Symbol.asyncDispose]: close }
}

const yes = (): Promise<boolean> => Promise.resolve(true)

describe('the built-in mail catcher', () => {
  test('keeps every message as it was sent, with its sender and its reader', async () => {
    await using catching = await startCatching()
    const message = await composeSample({ text: '早报\n.\n..\n' })
    expect(await catching.transport.send(message, yes)).toMatchObject({ outcome: 'accepted' })
    expect(catching.caught).toEqual([{ mailFrom: message.envelope.from, rcptTo: 'aiko@tokyo.example', raw: rawOf(message) }])
  })

  test('takes addresses with letters beyond ASCII', async () => {
    await using catching = await startCatching()
    expect(await catching.transport.send(await composeSample({ address: '用户@tokyo.example' }), yes)).toMatchObject({
      outcome: 'accepted',
    })
    expect(catching.caught[0]?.rcptTo).toBe('用户@tokyo.example')
  })

  test('what it cannot keep it does not take', async () => {
    await using catching = await startCatching(() => Promise.reject(new Error('disk full')))
    expect(await catching.transport.send(await composeSample(), yes)).toMatchObject({ outcome: 'deferred' })
  })

  test('has no message of a sender who broke off', async () => {
    await using catching = await startCatching()
    expect(await catching.transport.send(await composeSample(), () => Promise.resolve(false))).toMatchObject({ outcome: 'lost' })
    expect(await catching.transport.send(await composeSample(), yes)).toMatchObject({ outcome: 'accepted' })
    expect(catching.caught).toHaveLength(1)
  })

  test('listens to this machine only', async () => {
    await using catching = await startCatching()
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of others) {
      const socket = connect({ host: address, port: catching.port })
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
      expect(error.code).toBe('ECONNREFUSED')
    }
  })
})
