import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

type DeskAsset = { path: string; type: string; content: Buffer }

const OWN = new URL('../../../templates/desk/', import.meta.url)
const CSS = 'text/css; charset=utf-8'
const JS = 'text/javascript; charset=utf-8'

/** Tabler's styles and our own few, served from here: nothing is loaded from elsewhere. */
export const DESK_STYLES = [
  assetOf('tabler.css', CSS, new URL(import.meta.resolve('@tabler/core/dist/css/tabler.min.css'))),
  assetOf('desk.css', CSS, new URL('desk.css', OWN)),
]

/** Pictures that pages take by name: `{{> icon name="pencil"}}`. */
export const ICONS = assetOf('icons.svg', 'image/svg+xml', new URL('icons.svg', OWN))

/** Runs before anything is drawn. */
export const THEME = assetOf('theme.js', JS, new URL('scripts/theme.js', OWN))

/** On every page: parts of it follow what is typed and what happens. Every page works without it, too. */
export const HTMX = assetOf('htmx.js', JS, new URL(import.meta.resolve('htmx.org/dist/htmx.min.js')))

export function deskAssets(server: FastifyInstance): void {
  for (const { path, type, content } of [...DESK_STYLES, ICONS, THEME, HTMX])
    server.get(`/${path}`, async (_, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(type).send(content),
    )
}

function assetOf(name: string, type: string, file: URL): DeskAsset {
  const content = readFileSync(file)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { path: `assets/${hash}-${name}`, type, content }
}
