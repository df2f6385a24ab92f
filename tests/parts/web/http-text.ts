import { connect } from 'node:net'

/** Sends these very bytes to a port of this machine, and gives back all that comes until the other side hangs up. */
export function sendHttp(port: number, text: string, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    const socket = connect(port, host, () => socket.write(text))
    socket.on('data', (piece: Buffer) => pieces.push(piece))
    socket.on('close', () => resolve(Buffer.concat(pieces).toString()))
    // A server that has heard enough hangs up while we still write; what it said before counts.
    socket.on('error', (error: NodeJS.ErrnoException) => (['EPIPE', 'ECONNRESET'].includes(error.code ?? '') ? undefined : reject(error)))
  })
}

export const statusIn = (answer: string): number => Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1])
