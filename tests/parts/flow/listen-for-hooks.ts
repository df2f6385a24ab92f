import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { certificate } from '../mail/certificate.ts'

type Heard = { headers: Record<string, string>; body: string }

/** A receiver of webhooks that keeps what it hears; it answers 204, or what stands in `answers` first. */
export async function listenForHooks() {
  const heard: Heard[] = []
  const answers: number[] = []
  const server = createServer(certificate, (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(pieces).toString() })
      response.writeHead(answers.shift() ?? 204).end('thanks')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()))
  return { heard, answers, url: `https://127.0.0.1:${port}/hook`, ca: certificate.cert, [Symbol.asyncDispose]: close }
}
