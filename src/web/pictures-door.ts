import type { FastifyInstance } from 'fastify'
import { findPicture } from '../store/listings/pictures.ts'
import type { Web } from './web.ts'

/** Pictures that mails show. Their path holds the hash of their bytes, so they are kept for ever. */
export function picturesDoor(server: FastifyInstance, { store }: Web): void {
  server.get('/pictures/:name', async (request, reply) => {
    const { name } = request.params as { name: string }
    const picture = await findPicture(store.db, `pictures/${name}`)
    if (!picture) return reply.callNotFound()
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('cross-origin-resource-policy', 'cross-origin')
      .type(picture.type)
      .send(Buffer.from(picture.content))
  })
}
