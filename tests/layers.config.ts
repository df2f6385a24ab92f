import type { IFlattenedRuleSet } from 'dependency-cruiser'

type Layer = {
  /** A folder of src, a single file, or `*.ts` for the files beside the folders. */
  name: string
  imports: string[]
  libraries?: string[]
  /** Modules of Node itself; all of them where nothing is said. */
  node?: string[]
}

/** Who may import what, type-only imports included. ARCHITECTURE.md draws the same table. */
export const layers: Layer[] = [
  { name: 'domain', imports: [], node: ['url'] },
  {
    name: 'intake',
    imports: ['domain'],
    // What a word processor writes is cleaned before it is read, so sanitising has a second home here.
    libraries: [
      'yaml',
      'eld',
      'markdown-it',
      'markdown-it-cjk-friendly',
      'csv-parse',
      'zod',
      'turndown',
      '@joplin/turndown-plugin-gfm',
      'mammoth',
      'sanitize-html',
    ],
  },
  { name: 'store', imports: ['domain'], libraries: ['kysely', 'better-sqlite3', 'pg'] },
  {
    name: 'render',
    imports: ['domain'],
    libraries: ['mjml', 'handlebars', 'markdown-it', 'markdown-it-cjk-friendly', 'sanitize-html', 'feedsmith'],
  },
  { name: 'mail', imports: ['domain'], libraries: ['nodemailer', 'postal-mime', 'smtp-server', 'imapflow', 'htmlparser2', 'zod'] },
  { name: 'flow', imports: ['domain', 'intake', 'store', 'render', 'mail'], libraries: ['otplib'] },
  { name: 'work', imports: ['domain', 'flow', 'log.ts'], libraries: ['node-cron'] },
  {
    name: 'web',
    imports: ['domain', 'flow', 'intake', 'render', 'store/listings', 'config.ts', 'log.ts'],
    libraries: ['fastify', '@fastify/[^/]+', 'fastify-type-provider-zod', 'zod'],
  },
  { name: 'cli', imports: ['domain', 'flow', 'intake', 'render', 'store/listings', '*.ts'], libraries: ['commander', 'zod'] },
  { name: 'setup', imports: [] },
  { name: 'settings', imports: ['domain', 'mail'], libraries: ['zod'] },
  {
    name: '*.ts',
    imports: ['domain', 'intake', 'store', 'render', 'mail', 'flow', 'work', 'web', 'cli', 'settings'],
    libraries: ['zod', 'pino', 'pino-pretty'],
  },
]

export const layerRules: IFlattenedRuleSet = {
  forbidden: [
    ...layers.map((layer) => ({
      name: `${layer.name} imports what its layer allows`,
      severity: 'error' as const,
      from: { path: place(layer.name) },
      to: { pathNot: [layer.name, ...layer.imports].map(place).concat(libraries(layer), node(layer)) },
    })),
    {
      name: 'every file belongs to a layer',
      severity: 'error',
      from: { path: '^src/', pathNot: layers.map((layer) => place(layer.name)) },
      to: {},
    },
    { name: 'nothing imports itself in a circle', severity: 'error', from: {}, to: { circular: true } },
  ],
}

function place(name: string): string {
  const path = name.replace('.', '\\.').replace('*', '[^/]+')
  return name.endsWith('.ts') ? `^src/${path}$` : `^src/${path}(?:/|-|\\.ts$)`
}

function libraries({ libraries = [] }: Layer): string[] {
  return libraries.map((name) => `node_modules/(?:@types/)?${name}/`)
}

// What is installed has a slash in its path; a module of Node is its bare name, such as `crypto` or `fs/promises`.
function node({ node }: Layer): string[] {
  return node ? node.map((name) => `^${name}$`) : ['^[a-z_0-9]+(?:/promises|/web|/posix)?$']
}
