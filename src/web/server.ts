import type { FastifyInstance } from 'fastify'
import { buildServer } from './build-server.ts'
import type { WebOptions } from './web.ts'

/** After so many milliseconds, closing no longer waits for requests that are still being answered. */
const PATIENCE = 3000

/** Starts the web server. `url` is where people on this machine reach it. */
export async function startWeb(options: WebOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const { host, port } = options.config
  const server = await buildServer(options)
  await server.listen({ host, port }).catch((error: unknown) => {
    throw plainly(error, options.config)
  })
  return { url: urlOf(server, host), close: () => close(server) }
}

function urlOf(server: FastifyInstance, host: string): string {
  const address = server.server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const name = ['127.0.0.1', '0.0.0.0', '::1', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

async function close(server: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => server.server.closeAllConnections(), PATIENCE)
  await server.close()
  clearTimeout(impatience)
}

function plainly(error: unknown, { host, port }: WebOptions['config']): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return new Error(`Port ${port} on ${host} is taken by another program. Stop that one, or set PORT to another.`)
  if (code === 'EACCES') return new Error(`This user may not listen on port ${port}. Set PORT to one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Error(`This machine has no address ${host}. Set HOST to one that it has.`)
  return error
}
