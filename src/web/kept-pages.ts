import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Instant } from '../domain/instant.ts'

/** What a public address answers: made once for everybody. */
export type MadePage = {
  content: string
  /** html, where nothing is said. */
  type?: string
  /** When what stands in it changed last; only feeds know. */
  changedAt?: Instant
}

/** A page as it is kept: whole and compressed, with the tag by which others know that they have it already. */
export type KeptPage = { type: string; etag: string; changedAt?: Instant; plain: Buffer; gzip: Buffer; brotli: Buffer }

export type PageKeeper = {
  /** The page of a key, from memory or made now; undefined when there is none. However many ask at once, it is made once. */
  get: (key: string, make: () => Promise<MadePage | undefined>) => Promise<KeptPage | undefined>
  readonly bytes: number
}

type Options = {
  /** A word that changes when any page might. */
  version: () => Promise<string>
  mostBytes: number
}

/** Keeps public pages in memory, the ones asked for last, within so many bytes. What was made of an older version is made anew. */
export function keepPages({ version, mostBytes }: Options): PageKeeper {
  const kept = new Map<string, { page: KeptPage; version: string }>()
  const making = new Map<string, Promise<KeptPage | undefined>>()
  let bytes = 0

  const forget = (key: string): void => {
    bytes -= sizeOf(kept.get(key)?.page)
    kept.delete(key)
  }
  const keep = (key: string, page: KeptPage, current: string): void => {
    forget(key)
    kept.set(key, { page, version: current })
    bytes += sizeOf(page)
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) break
      forget(oldest)
    }
  }
  const makeOnce = (key: string, current: string, make: () => Promise<MadePage | undefined>): Promise<KeptPage | undefined> => {
    const flight = `${current} ${key}`
    const known = making.get(flight)
    if (known) return known
    const made = make()
      .then(async (page) => {
        const finished = page && (await finish(page))
        if (finished) keep(key, finished, current)
        else forget(key)
        return finished
      })
      .finally(() => making.delete(flight))
    making.set(flight, made)
    return made
  }
  return {
    get: async (key, make) => {
      const current = await version()
      const known = kept.get(key)
      if (known?.version !== current) return makeOnce(key, current, make)
      // Behind all others: the one asked for longest ago goes first.
      kept.delete(key)
      kept.set(key, known)
      return known.page
    },
    get bytes() {
      return bytes
    },
  }
}

const BROTLI_QUALITY = 5
const compressed = { gzip: promisify(gzip), brotli: promisify(brotliCompress) }

/** Makes a page ready to be sent: compressed once, however often it is asked for. */
export async function finish({ content, type = 'text/html; charset=utf-8', changedAt }: MadePage): Promise<KeptPage> {
  const plain = Buffer.from(content)
  // Weak, for it stands for the page in all its encodings (RFC 9110 §8.8.1).
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  const [zipped, brotli] = await Promise.all([compressed.gzip(plain), compressed.brotli(plain, { params })])
  return { type, etag, plain, gzip: zipped, brotli, ...(changedAt !== undefined && { changedAt }) }
}

const OVERHEAD = 500

const sizeOf = (page: KeptPage | undefined): number =>
  page === undefined ? 0 : page.plain.length + page.gzip.length + page.brotli.length + OVERHEAD
