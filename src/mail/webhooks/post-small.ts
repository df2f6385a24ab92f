import { lookup } from 'node:dns/promises'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from '../public-address.ts'

/** What came back; without a status nobody answered, and `said` tells why. */
export type PostAnswer = { status?: number; said: string }

type Post = { headers: Record<string, string>; body: string }
type Reach = { allowsPrivate: boolean; ca?: string }

const PATIENCE = 20_000
const MOST_BYTES = 2000

/**
 * Posts a small text: no redirects, at most twenty seconds, and of the answer only its beginning. Unless private addresses are allowed it
 * goes by https to public addresses alone: the name is looked up once, and the very address that was judged is the one spoken to.
 */
export async function postSmall(url: URL, post: Post, { allowsPrivate, ca }: Reach): Promise<PostAnswer> {
  if (!allowsPrivate && url.protocol !== 'https:')
    return { said: 'Only https is allowed. Set WEBHOOKS_PRIVATE=yes for servers inside your own network.' }
  const address = await findAddress(url.hostname.replace(/^\[|\]$/g, ''), allowsPrivate)
  return 'said' in address ? address : send(url, post, { address: address.address, ca })
}

async function findAddress(host: string, allowsPrivate: boolean): Promise<{ address: string } | { said: string }> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(() => [])
  if (found.length === 0) return { said: `There is no address for ${host}.` }
  const fit = found.filter(({ address }) => allowsPrivate || isPublicAddress(address))
  // One private address among public ones is how such names are made to lead inside.
  if (fit.length < found.length) return { said: `${host} leads into a private network. Set WEBHOOKS_PRIVATE=yes to allow that.` }
  return { address: fit[0]?.address ?? '' }
}

function send(url: URL, { headers, body }: Post, { address, ca }: { address: string; ca: string | undefined }): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const give = (answer: PostAnswer): void => {
      clearTimeout(impatience)
      request.destroy()
      resolve(answer)
    }
    const family = isIP(address) as 4 | 6
    const options = {
      method: 'POST',
      agent: false as const,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Broadsheet',
        'accept-encoding': 'identity',
      },
      lookup: (_host: string, all: { all?: boolean | undefined }, done: (error: null, address: never, family?: number) => void): void =>
        all.all ? done(null, [{ address, family }] as never) : done(null, address as never, family),
      ...(ca !== undefined && { ca }),
    }
    const request = (url.protocol === 'https:' ? overHttps : overHttp)(url, options, (response) => {
      const pieces: Buffer[] = []
      let length = 0
      const finish = (): void => give({ status: response.statusCode ?? 0, said: printable(Buffer.concat(pieces).toString('utf8')) })
      response.on('data', (piece: Buffer) => {
        pieces.push(piece)
        length += piece.length
        if (length > MOST_BYTES) finish()
      })
      response.on('end', finish)
      response.on('error', finish)
    })
    const impatience = setTimeout(() => give({ said: 'No answer within twenty seconds.' }), PATIENCE)
    request.on('error', (error) => give({ said: printable(error.message) }))
    request.end(body)
  })
}

const printable = (text: string): string =>
  text
    .slice(0, 500)
    .replaceAll(/\p{Cc}/gu, ' ')
    .toWellFormed()
