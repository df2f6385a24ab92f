import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Instant } from '../../domain/instant.ts'
import { isLikeReportAddress } from '../report-address.ts'
import { MOST_BYTES, type TakeArrival } from './arrival.ts'
import { guardConnections } from './guard-connections.ts'
import { refusal } from './refusal.ts'

export type ListenerSettings = {
  host: string
  port: number
  /** What we call ourselves. */
  name: string
  bounceDomain: string
  /** Offers STARTTLS with it. */
  tls: { key: string; cert: string } | undefined
}

export type ListenerContext = { take: TakeArrival; clock: () => Instant; failed: (what: string, error: unknown) => void }

export type Listener = { port: number; close: () => Promise<void> }

const ONE_SILENCE = 60_000
const LEAVING = 2_000

/**
 * A mail server for reports and nothing else: it takes mail to addresses of ours, from anybody and mostly from nobody (the null sender of
 * RFC 5321 §4.5.5), relays none, has no users, and writes none itself. What it has said 250 to is stored; while it cannot store, it says 452,
 * and the other server tries again.
 */
export async function startListener(settings: ListenerSettings, context: ListenerContext): Promise<Listener> {
  const server = new SMTPServer({
    name: settings.name,
    banner: 'takes reports only',
    ...settings.tls,
    disabledCommands: settings.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    rejectOversized: true,
    maxRecipients: 10,
    maxClients: 50,
    maxCommandLength: 2_000,
    socketTimeout: ONE_SILENCE,
    closeTimeout: LEAVING,
    onConnect: (session, done) => done(guard.refusesConnection(session)),
    onMailFrom: (_, session, done) => done(guard.refusesMail(session.remoteAddress)),
    onRcptTo: ({ address }, _, done) => done(refuseRecipient(address, settings.bounceDomain)),
    onData: (stream, session, done) => {
      receive(stream, session, { ...context, hangUp: guard.hangUp }).then(
        (fault) => done(fault, fault ? undefined : 'taken'),
        () => done(refusal(452, 'It cannot be stored at the moment; try again later')),
      )
    },
  })
  const guard = guardConnections(server.server, context.clock)
  // A client that breaks off must not end the process.
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', (error) => reject(plainly(error, settings)))
    server.listen(settings.port, settings.host, resolve)
  })
  const address = server.server.address()
  const port = address !== null && typeof address === 'object' ? address.port : settings.port
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

function plainly(error: NodeJS.ErrnoException, { host, port }: ListenerSettings): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} on ${host} is taken by another program. Stop that one, or set REPORTS_PORT to another.`)
    case 'EACCES':
      return new Error(`This user may not listen on port ${port}. Set REPORTS_PORT to one above 1023, and let port 25 lead there.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`This machine has no address ${host}. Set REPORTS_HOST to one that it has.`)
    default:
      return error
  }
}

function refuseRecipient(address: string, bounceDomain: string): Error | null {
  if (isLikeReportAddress(address, bounceDomain)) return null
  return address.toLowerCase().endsWith(`@${bounceDomain.toLowerCase()}`)
    ? refusal(550, 'There is no such address here')
    : refusal(550, 'This server relays no mail')
}

type Receiving = ListenerContext & { hangUp: (session: SMTPServerSession) => void }

/** Null when every recipient's copy is stored. What is too large is read to its end, as far as that is bearable, and not kept. */
async function receive(stream: SMTPServerDataStream, session: SMTPServerSession, receiving: Receiving): Promise<Error | null> {
  const pieces: Buffer[] = []
  for await (const piece of stream as AsyncIterable<Buffer>) {
    if (!stream.sizeExceeded) pieces.push(piece)
    else if (stream.byteLength > 5 * MOST_BYTES) receiving.hangUp(session)
    else pieces.length = 0
  }
  if (stream.sizeExceeded) return refusal(552, `A report has at most ${MOST_BYTES} bytes`)
  const raw = Buffer.concat(pieces)
  try {
    for (const { address } of session.envelope.rcptTo) await receiving.take({ via: 'smtp', to: address, raw })
    return null
  } catch (error) {
    receiving.failed('storing a report', error)
    throw error
  }
}
