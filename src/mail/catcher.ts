import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

export type Caught = { mailFrom: string; rcptTo: string; raw: Buffer }

export type Catcher = { port: number; close: () => Promise<void> }

const MOST_BYTES = 10_000_000

/** The built-in mail server: on this machine only, it takes every message, hands it to `keep`, and lets nothing out. */
export async function startCatcher(keep: (caught: Caught) => Promise<void>): Promise<Catcher> {
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'Broadsheet mail catcher',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    onData: (stream, session, done) => {
      take(stream, session, keep).then(
        () => done(null, 'caught'),
        () => done(new Error('The message could not be kept; try again')),
      )
    },
  })
  // A client that breaks off must not end the process.
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail catcher has no port')
  return { port: address.port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function take(stream: SMTPServerDataStream, session: SMTPServerSession, keep: (caught: Caught) => Promise<void>): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  if (stream.sizeExceeded) throw new Error('The message is too large')
  const { mailFrom, rcptTo } = session.envelope
  await keep({
    mailFrom: mailFrom ? mailFrom.address : '',
    rcptTo: rcptTo.map(({ address }) => address).join(', '),
    raw: Buffer.concat(pieces),
  })
}
