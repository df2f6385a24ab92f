import net, { type AddressInfo, type Socket } from 'node:net'

// A mail server for measuring, run as a process of its own: it offers PIPELINING, takes every message, counts it and forgets it. A message
// costs it some 20 µs, so it is never what a figure measures.

const END = Buffer.from('\r\n.\r\n')
const GREETING = '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n'
let accepted = 0

/** Where a connection stands between two chunks. Of a message only so many last bytes are held as the end of it could begin with. */
type Talk = { socket: Socket; isInData: boolean; rest: Buffer }

function converse(socket: Socket): void {
  const talk: Talk = { socket, isInData: false, rest: Buffer.alloc(0) }
  // A client that breaks off must not end the sink.
  socket.on('error', () => undefined)
  socket.write('220 sink ESMTP\r\n')
  socket.on('data', (chunk: Buffer) => {
    const answers = takeIn(talk, talk.rest.length > 0 ? Buffer.concat([talk.rest, chunk]) : chunk)
    if (answers !== '' && socket.writable) socket.write(answers)
  })
}

function takeIn(talk: Talk, chunk: Buffer): string {
  let answers = ''
  let input = chunk
  for (;;) {
    const isInData = talk.isInData
    const end = isInData ? input.indexOf(END) : input.indexOf(10)
    if (end < 0) break
    answers += isInData ? endMessage(talk) : obey(talk, input.toString('latin1', 0, end))
    // The line end before the first line counts as the one before a final dot: an empty message ends, too.
    input =
      !isInData && talk.isInData
        ? Buffer.concat([END.subarray(0, 2), input.subarray(end + 1)])
        : input.subarray(end + (isInData ? END.length : 1))
  }
  talk.rest = Buffer.from(talk.isInData ? input.subarray(Math.max(0, input.length - END.length + 1)) : input)
  return answers
}

function endMessage(talk: Talk): string {
  talk.isInData = false
  accepted++
  return '250 2.0.0 ok\r\n'
}

function obey(talk: Talk, line: string): string {
  switch (line.slice(0, 4).toUpperCase()) {
    case 'EHLO':
    case 'HELO':
      return GREETING
    case 'DATA':
      talk.isInData = true
      return '354 go\r\n'
    case 'QUIT':
      setImmediate(() => talk.socket.end())
      return '221 bye\r\n'
    default:
      return '250 ok\r\n'
  }
}

const server = net.createServer({ noDelay: true }, converse)
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', () => process.send?.({ accepted }))
process.on('disconnect', () => process.exit(0))
