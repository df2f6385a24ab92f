import { lookup } from 'node:dns/promises'
import { get as getPlain, type IncomingMessage, type RequestOptions } from 'node:http'
import { get as getSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from '../../mail/public-address.ts'

export type WhyNot = 'bad-address' | 'no-host' | 'not-public' | 'no-answer' | 'too-slow' | 'certificate' | 'circle' | 'status' | 'asks-who'

/** What became of a visit. `moved`: for good, to `target`. `unknown`: it cannot be told from here. */
export type Visited = { state: 'ok' } | { state: 'moved'; target: string } | { state: 'dead' | 'unknown'; why: WhyNot; status: number }

/** How hosts are found and reached; tests say otherwise. */
export type Reach = {
  addressesOf: (host: string) => Promise<string[]>
  isAllowed: (address: string, port: number) => boolean
  /** For the whole visit, in milliseconds. */
  patience: number
} & Pick<RequestOptions & { ca?: string }, 'ca'>

const REACH: Reach = {
  addressesOf: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  isAllowed: (address, port) => isPublicAddress(address) && (port === 80 || port === 443),
  patience: 10_000,
}

const MOST_REDIRECTS = 5

/**
 * Looks whether an address that somebody wrote can be opened. It never leads into our own house: every host on the way is resolved once, refused
 * unless all of its addresses are public, and connected to at the very address that was looked at. Nothing of the answer but its head is read.
 */
export async function visitLink(url: string, reach: Reach = REACH): Promise<Visited> {
  const signal = AbortSignal.timeout(reach.patience)
  let at = url
  let isForGood = true
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const asked = await ask(at, reach, signal)
    if ('why' in asked) return asked
    const { status, location } = asked
    if (status >= 300 && status < 400 && location !== undefined) {
      isForGood &&= status === 301 || status === 308
      at = URL.parse(location, at)?.href ?? ''
      continue
    }
    if (status === 401 || status === 403 || status === 407 || status === 429) return { state: 'unknown', why: 'asks-who', status }
    if (status >= 400) return { state: 'dead', why: 'status', status }
    return hops > 0 && isForGood ? { state: 'moved', target: at } : { state: 'ok' }
  }
  return { state: 'dead', why: 'circle', status: 0 }
}

type Asked = { status: number; location: string | undefined } | { state: 'dead' | 'unknown'; why: WhyNot; status: number }

const not = (why: WhyNot, state: 'dead' | 'unknown' = 'dead') => ({ state, why, status: 0 })

async function ask(address: string, reach: Reach, signal: AbortSignal): Promise<Asked> {
  const url = URL.parse(address)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '') return not('bad-address')
  const found = await addressOf(url, reach, signal)
  if (typeof found !== 'string') return found
  try {
    return await head(url, { ca: reach.ca, pinned: found, signal })
  } catch (error) {
    return signal.aborted ? not('too-slow') : not(isAboutTrust(error) ? 'certificate' : 'no-answer')
  }
}

/** The one address that will be connected to: between looking and connecting, a name server must not be asked again. */
async function addressOf(url: URL, reach: Reach, signal: AbortSignal): Promise<string | Exclude<Asked, { location: unknown }>> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const addresses = isIP(host) > 0 ? [host] : await withinTime(reach.addressesOf(host), signal)
  const [first] = addresses
  if (first === undefined) return not(signal.aborted ? 'too-slow' : 'no-host')
  return addresses.every((one) => reach.isAllowed(one, port)) ? first : not('not-public', 'unknown')
}

async function withinTime(work: Promise<string[]>, signal: AbortSignal): Promise<string[]> {
  const late = new Promise<string[]>((settle) => signal.addEventListener('abort', () => settle([]), { once: true }))
  return Promise.race([work.catch(() => []), late])
}

type Asking = { ca: Reach['ca']; pinned: string; signal: AbortSignal }

function head(url: URL, { ca, pinned, signal }: Asking): Promise<{ status: number; location: string | undefined }> {
  const family = isIP(pinned)
  const pinning: LookupFunction = (_, options, answer) =>
    options.all ? answer(null, [{ address: pinned, family }]) : answer(null, pinned, family)
  // Some refuse HEAD, and some whoever does not say what it is.
  const headers = {
    'user-agent': 'Mozilla/5.0 (compatible; Broadsheet link check)',
    accept: 'text/html,*/*',
    'accept-encoding': 'identity',
  }
  const options = { lookup: pinning, agent: false as const, headers, signal, maxHeaderSize: 32_000, ...(ca !== undefined && { ca }) }
  return new Promise((settle, fail) => {
    const take = (answer: IncomingMessage): void => {
      settle({ status: answer.statusCode ?? 0, location: answer.headers.location })
      answer.destroy()
    }
    const request = url.protocol === 'https:' ? getSecure(url, options, take) : getPlain(url, options, take)
    request.on('error', fail)
  })
}

function isAboutTrust(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(?:CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/.test(code)
}
