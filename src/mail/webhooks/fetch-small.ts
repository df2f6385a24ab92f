import { get, type RequestOptions } from 'node:https'

/** Gets a small text over https, or undefined: no redirects, no other answer than 200, at most 32 kB and 10 seconds. */
export type FetchSmall = (url: URL) => Promise<string | undefined>

const MOST_BYTES = 32_000
const PATIENCE = 10_000

/** `reach` changes how a host is reached, for tests: where it is, and whose certificates are trusted. */
export function fetchSmallBy(reach: Pick<RequestOptions, 'ca' | 'lookup' | 'port'> = {}): FetchSmall {
  return (url) =>
    new Promise((resolve) => {
      const give = (text?: string): void => {
        clearTimeout(impatience)
        request.destroy()
        resolve(text)
      }
      const headers = { 'user-agent': 'Broadsheet', 'accept-encoding': 'identity' }
      const request = get(url, { ...reach, agent: false, headers }, (response) => {
        const pieces: Buffer[] = []
        let length = 0
        if (response.statusCode !== 200) return give()
        response.on('data', (piece: Buffer) => {
          length += piece.length
          if (length > MOST_BYTES) give()
          else pieces.push(piece)
        })
        response.on('end', () => give(Buffer.concat(pieces).toString('utf8')))
        response.on('error', () => give())
      })
      const impatience = setTimeout(() => give(), PATIENCE)
      request.on('error', () => give())
    })
}
