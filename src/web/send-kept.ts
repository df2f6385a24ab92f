import type { FastifyReply, FastifyRequest } from 'fastify'
import type { KeptPage } from './kept-pages.ts'

/** How long others may keep a page, in seconds: a withdrawn briefing is gone from caches after that. */
const KEPT = 60

type Keeping = { caching?: string; vary?: string }

/** Sends a page as it is kept: nothing to who has it already (RFC 9110 §13.2.2), else compressed as the asker can read it. */
export function sendKept(request: FastifyRequest, reply: FastifyReply, page: KeptPage, { caching, vary }: Keeping = {}): FastifyReply {
  reply.header('etag', page.etag).header('cache-control', caching ?? `public, max-age=${KEPT}`)
  reply.header('vary', vary === undefined ? 'accept-encoding' : `accept-encoding, ${vary}`)
  if (page.changedAt !== undefined) reply.header('last-modified', new Date(page.changedAt).toUTCString())
  if (hasIt(request, page)) return reply.code(304).send()
  reply.type(page.type)
  switch (bestEncoding(request.headers['accept-encoding'])) {
    case 'br':
      return reply.header('content-encoding', 'br').send(page.brotli)
    case 'gzip':
      return reply.header('content-encoding', 'gzip').send(page.gzip)
    default:
      return reply.send(page.plain)
  }
}

function hasIt({ headers }: FastifyRequest, { etag, changedAt }: KeptPage): boolean {
  const tags = headers['if-none-match']
  // RFC 9110 §13.1.2: `*`, or a list of tags, compared weakly; where there is one, dates do not count.
  if (tags !== undefined) return tags.split(',').some((tag) => ['*', etag].includes(weak(tag.trim())))
  const since = headers['if-modified-since']
  if (changedAt === undefined || since === undefined) return false
  return Math.floor(changedAt / 1000) * 1000 <= Date.parse(since)
}

const weak = (tag: string): string => (tag.startsWith('"') ? `W/${tag}` : tag)

/** The best of those that we keep among those that `Accept-Encoding` names without `q=0` (RFC 9110 §12.5.3). */
function bestEncoding(header: string | string[] | undefined): 'br' | 'gzip' | undefined {
  const accepted = String(header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim().split(/\s*;\s*/))
    .filter(([, quality]) => quality === undefined || !/^q=0(?:\.0*)?$/.test(quality))
    .map(([name]) => name)
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : undefined
}
