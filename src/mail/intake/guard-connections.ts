import type { Server, Socket } from 'node:net'
import type { SMTPServerSession } from 'smtp-server'
import { MINUTE, type Instant } from '../../domain/instant.ts'
import { refusal } from './refusal.ts'

type Peer = Pick<SMTPServerSession, 'remoteAddress' | 'remotePort'>

export type ConnectionGuard = {
  refusesConnection: (session: Peer) => Error | null
  refusesMail: (remoteAddress: string) => Error | null
  hangUp: (session: Peer) => void
}

/** Our own relay may bring all bounces of a large issue. */
const MAILS_A_MINUTE = 12_000
const CONNECTIONS_EACH = 20

/** However much is said: whoever needs longer is stopping us on purpose. RFC 5321 §4.5.3.2 lets a peer take minutes for one step. */
const LONGEST_CONVERSATION = 10 * MINUTE

/** Keeps one peer from taking all the places or all the time. Each is answered with a 421 or 451: an honest one comes again. */
export function guardConnections(server: Server, clock: () => Instant): ConnectionGuard {
  const sockets = new Map<string, Socket>()
  const surplus = new Set<string>()
  const mails = new Map<string, number>()
  let minute = 0
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket)
    const others = [...sockets.values()].filter(({ remoteAddress }) => remoteAddress === socket.remoteAddress).length
    if (others >= CONNECTIONS_EACH) surplus.add(name)
    sockets.set(name, socket)
    const impatience = setTimeout(() => socket.destroy(), LONGEST_CONVERSATION)
    socket.once('close', () => {
      clearTimeout(impatience)
      sockets.delete(name)
      surplus.delete(name)
    })
  })
  return {
    refusesConnection: (session) => (surplus.has(nameOf(session)) ? refusal(421, 'You have too many connections; try again later') : null),
    refusesMail(remoteAddress) {
      const now = Math.floor(clock() / MINUTE)
      if (now !== minute) mails.clear()
      minute = now
      const count = (mails.get(remoteAddress) ?? 0) + 1
      mails.set(remoteAddress, count)
      return count > MAILS_A_MINUTE ? refusal(451, 'That is too many at once; try again in a minute') : null
    },
    hangUp: (session) => void sockets.get(nameOf(session))?.destroy(),
  }
}

const nameOf = ({ remoteAddress = '', remotePort = 0 }: { remoteAddress?: string | undefined; remotePort?: number | undefined }): string =>
  `${plain(remoteAddress)} ${remotePort}`

// A socket that listens for both kinds of addresses shows IPv4 as ::ffff:192.0.2.1; smtp-server does not.
const plain = (address = ''): string => address.replace(/^::ffff:/i, '')
