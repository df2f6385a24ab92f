import type { FastifyInstance } from 'fastify'

/** For whatever watches this process: it answers. */
export function healthDoor(server: FastifyInstance): void {
  server.get('/healthz', async (_, reply) => reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send('ok\n'))
}
