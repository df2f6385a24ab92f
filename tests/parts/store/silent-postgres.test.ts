import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/store/open-store.ts'

test('a PostgreSQL that takes the connection and says nothing is given up on', { timeout: 20_000 }, async () => {
  const sockets: Socket[] = []
  const server = net.createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const store = openStore(`postgres://aiko@127.0.0.1:${(server.address() as AddressInfo).port}/broadsheet`)
  await expect(sql`select 1`.execute(store.db)).rejects.toThrow(/timeout/i)
  await store.close()
  for (const socket of sockets) socket.destroy()
  server.close()
})
