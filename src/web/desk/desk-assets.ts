import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

type DeskAsset = { path: string; type: string; content: Buffer }

/** Tabler's styles and our own few, served from here: nothing is loaded from elsewhere. */
const TABLER = new URL(import.meta.resolve('@tabler/core/dist/css/tabler.min.css'))
const OWN = new URL('../../../templates/desk/', import.meta.url)

export const DESK_STYLES = [
  assetOf('tabler.css', 'text/css; charset=utf-8', TABLER),
  assetOf('desk.css', 'text/css; charset=utf-8', new URL('desk.css', OWN)),
]

export const THEME = assetOf('theme.js', 'text/javascript; charset=utf-8', new URL('theme.js', OWN))

export function deskAssets(server: FastifyInstance): void {
  for (const { path, type, content } of [...DESK_STYLES, THEME])
    server.get(`/${path}`, async (_, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(type).send(content),
    )
}

function assetOf(name: string, type: string, file: URL): DeskAsset {
  const content = readFileSync(file)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { path: `assets/${hash}-${name}`, type, content }
}
