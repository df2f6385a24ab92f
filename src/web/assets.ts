import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { FastifyInstance } from 'fastify'

const FOLDER = new URL('../../templates/pages/', import.meta.url)

/** The files of templates/pages/styles in the order in which they build on each other. */
const STYLES = ['colours', 'scripts', 'page', 'elements', 'fields', 'stories', 'reading', 'card', 'preferences', 'sign-up', 'inbox']

/** A file that pages ask for. Its address holds a hash of its content, so that it may be kept for ever. */
type Asset = { path: string; type: string; content: string | Buffer }

export const STYLESHEET = assetOf('page.css', 'text/css; charset=utf-8', STYLES.map((name) => read(`styles/${name}.css`)).join('\n'))
export const ZONE_SCRIPT = assetOf('zone.js', 'text/javascript; charset=utf-8', read('scripts/zone.js'))
export const ICON = assetOf('icon.svg', 'image/svg+xml', read('icon.svg'))
/** The picture on the card of a page that somebody shares. */
export const CARD = {
  ...assetOf('card.png', 'image/png', readFileSync(new URL('card.png', FOLDER))),
  size: { width: 1200, height: 630 },
}

/** htmx, for the pages that show what choices would bring; every page works without it. */
export const SCRIPT = assetOf('htmx.js', 'text/javascript; charset=utf-8', readFileSync(htmxFile(), 'utf8'))

export function assetsDoor(server: FastifyInstance): void {
  for (const { path, type, content } of [STYLESHEET, ZONE_SCRIPT, ICON, CARD, SCRIPT]) {
    server.get(`/${path}`, async (_, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(type).send(content),
    )
  }
}

function htmxFile(): string {
  return createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')
}

function read(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8')
}

function assetOf(name: string, type: string, content: string | Buffer): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { path: `assets/${hash}-${name}`, type, content }
}
