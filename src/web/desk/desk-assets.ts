import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

type DeskAsset = { path: string; type: string; content: Buffer }

const OWN = new URL('../../../templates/desk/', import.meta.url)
const CSS = 'text/css; charset=utf-8'
const JS = 'text/javascript; charset=utf-8'

/** Tabler's styles and our own few, templates/desk/styles as one file, served from here: nothing is loaded from elsewhere. */
export const DESK_STYLES = [
  assetOf('tabler.css', CSS, read(import.meta.resolve('@tabler/core/dist/css/tabler.min.css'))),
  assetOf('desk.css', CSS, Buffer.concat(filesIn('styles/').map(read))),
]

/** Pictures that pages take by name: `{{> icon name="pencil"}}`. */
export const ICONS = assetOf('icons.svg', 'image/svg+xml', read(new URL('icons.svg', OWN)))

/** Runs before anything is drawn. */
export const THEME = assetOf('theme.js', JS, read(new URL('scripts/theme.js', OWN)))

/** On every page: parts of it follow what is typed and what happens. Every page works without it, too. */
export const HTMX = assetOf('htmx.js', JS, read(import.meta.resolve('htmx.org/dist/htmx.min.js')))

/** Draws charts; only pages with one load it. */
export const CHART = assetOf('chart.js', JS, read(new URL('chart.umd.min.js', import.meta.resolve('chart.js'))))

/** What single pages ask for by name (`scripts` of a sheet): templates/desk/scripts/<name>.js, and the buttons above a text in Markdown. */
const PAGE_SCRIPTS = new Map<string, DeskAsset>([
  ...filesIn('scripts/').map((file): [string, DeskAsset] => {
    const name = file.pathname.split('/').at(-1) ?? ''
    return [name.slice(0, -'.js'.length), assetOf(name, JS, read(file))]
  }),
  ['markdown-toolbar', assetOf('markdown-toolbar.js', JS, read(import.meta.resolve('@github/markdown-toolbar-element')))],
])

/** The path below `/desk` of the script of that name; throws where there is none. */
export function pathOfScript(name: string): string {
  const script = PAGE_SCRIPTS.get(name)
  if (!script) throw new Error(`There is no templates/desk/scripts/${name}.js`)
  return script.path
}

export function deskAssets(server: FastifyInstance): void {
  for (const { path, type, content } of [...DESK_STYLES, ICONS, HTMX, CHART, ...PAGE_SCRIPTS.values()])
    server.get(`/${path}`, async (_, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(type).send(content),
    )
}

function filesIn(folder: string): URL[] {
  return readdirSync(new URL(folder, OWN))
    .sort()
    .map((file) => new URL(folder + file, OWN))
}

function read(file: URL | string): Buffer {
  return readFileSync(new URL(file))
}

function assetOf(name: string, type: string, content: Buffer): DeskAsset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { path: `assets/${hash}-${name}`, type, content }
}
