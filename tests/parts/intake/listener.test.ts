import { describe, expect, test } from 'vitest'
import { signWith } from '../../../src/flow/sign.ts'
import { bounceAddress } from '../../../src/mail/bounce-address.ts'
import type { Arrival } from '../../../src/mail/intake/arrival.ts'
import { startListener, type Listener, type ListenerSettings } from '../../../src/mail/intake/start-listener.ts'
import { feedbackAddress, unsubscribeAddress } from '../../../src/mail/report-address.ts'
import { NOON } from '../../support/world.ts'
import { certificate } from '../mail/certificate.ts'
import { sendReport, talkSmtp } from './talk-smtp.ts'

const ours = { bounceDomain: 'bounce.example.org', sign: signWith('a secret that is long enough for this test') }
const DELIVERY = bounceAddress(7, ours)
const REPORT = 'From: MAILER-DAEMON@mx.example.net\r\nSubject: Undelivered\r\n\r\nuser unknown'

type Door = Listener & AsyncDisposable & { arrivals: Arrival[]; faults: unknown[] }

async function open(settings: Partial<ListenerSettings> = {}, store: () => void = () => undefined): Promise<Door> {
  const arrivals: Arrival[] = []
  const faults: unknown[] = []
  const take = async (arrival: Arrival): Promise<'matched'> => {
    store()
    arrivals.push(arrival)
    return 'matched'
  }
  const listener = await startListener(
    { host: '127.0.0.1', port: 0, name: 'bounce.example.org', bounceDomain: ours.bounceDomain, tls: undefined, ...settings },
    { take, clock: () => NOON, failed: (_, error) => void faults.push(error) },
  )
  return { ...listener, arrivals, faults, [Symbol.asyncDispose]: () => listener.close() }
}

async function greetingAt(port: number): Promise<string> {
  await using talk = await talkSmtp(port)
  return await talk.say('EHLO mx.example.net')
}

const textOf = ({ raw }: Arrival): string => Buffer.from(raw).toString()

describe('the mail server for reports', () => {
  test('takes reports to addresses of deliveries, for complaints and to leave, several on one line', async () => {
    await using door = await open()
    await using talk = await talkSmtp(door.port)
    expect(await talk.say('EHLO mx.example.net')).toMatch(/SIZE 1000000/)
    const addresses = [DELIVERY, feedbackAddress(ours), unsubscribeAddress({ subscriberId: 1, digestId: 2 }, ours), DELIVERY.toUpperCase()]
    for (const address of addresses) expect(await sendReport(talk, address, REPORT)).toMatch(/^250 /)
    expect(await sendReport(talk, DELIVERY, REPORT, 'david@example.co.uk')).toMatch(/^250 /)
    expect(door.arrivals.map(({ to }) => to.toLowerCase())).toEqual([...addresses, DELIVERY].map((address) => address.toLowerCase()))
    expect(door.arrivals.map(textOf)).toEqual(Array.from({ length: 5 }, () => `${REPORT}\r\n`))
  })

  test.each(['postmaster@bounce.example.org', 'victim@example.com', 'b-7-forged@bounce.example.org', '"b-7"@bounce.example.org'])(
    'lets nothing in, nor through, to %s',
    async (address) => {
      await using door = await open()
      await using talk = await talkSmtp(door.port)
      await talk.say('EHLO mx.example.net')
      expect(await sendReport(talk, address, REPORT)).toMatch(/^55\d /)
      expect(door.arrivals).toEqual([])
    },
  )

  test('has no users, and no TLS without a key', async () => {
    await using door = await open()
    await using talk = await talkSmtp(door.port)
    expect(await talk.say('EHLO mx.example.net')).not.toMatch(/AUTH|STARTTLS/)
    expect(await talk.say('AUTH PLAIN AGFiYwBhYmM=')).toMatch(/^500 /)
    expect(await talk.say('VRFY b-7')).toMatch(/^(?:252|500|502) /)
  })

  test('offers TLS with a key', async () => {
    await using door = await open({ tls: certificate })
    await using talk = await talkSmtp(door.port)
    expect(await talk.say('EHLO mx.example.net')).toMatch(/STARTTLS/)
    expect(await talk.say('STARTTLS')).toMatch(/^220 /)
  })

  test('while the store is away, says 452, and takes the same report later', async () => {
    let isAway = true
    await using door = await open({}, () => {
      if (isAway) throw new Error('connection refused')
    })
    await using talk = await talkSmtp(door.port)
    await talk.say('EHLO mx.example.net')
    expect(await sendReport(talk, DELIVERY, REPORT)).toMatch(/^452 /)
    expect(door.faults).toHaveLength(1)
    isAway = false
    expect(await sendReport(talk, DELIVERY, REPORT)).toMatch(/^250 /)
    expect(door.arrivals).toHaveLength(1)
  })

  test('refuses what says it is too large before it comes, and what turns out to be', async () => {
    await using door = await open()
    await using talk = await talkSmtp(door.port)
    await talk.say('EHLO mx.example.net')
    expect(await talk.say('MAIL FROM:<> SIZE=1000001')).toMatch(/^552 /)
    expect(await sendReport(talk, DELIVERY, 'x'.repeat(78).concat('\r\n').repeat(12_600))).toMatch(/^552 /)
    expect(await sendReport(talk, DELIVERY, REPORT)).toMatch(/^250 /)
    expect(door.arrivals).toHaveLength(1)
  })

  test('hangs up on whoever does not stop', async () => {
    await using door = await open()
    await using talk = await talkSmtp(door.port)
    await talk.say('EHLO mx.example.net')
    await talk.say('MAIL FROM:<>')
    await talk.say(`RCPT TO:<${DELIVERY}>`)
    await talk.say('DATA')
    for (let megabytes = 0; megabytes < 20 && !talk.socket.destroyed; megabytes++) {
      talk.socket.write(Buffer.alloc(1_000_000, 'x'))
      await new Promise(setImmediate)
    }
    expect(await talk.hear()).toBe('hung up')
    expect(door.arrivals).toEqual([])
  })

  test('gives nobody more than twenty lines at once, and the next one when one is free', async () => {
    await using door = await open()
    const talks = await Promise.all(Array.from({ length: 21 }, () => talkSmtp(door.port)))
    const answers = await Promise.all(talks.map((talk) => talk.say('EHLO mx.example.net')))
    expect(answers.filter((answer) => answer.startsWith('250'))).toHaveLength(20)
    expect(answers.filter((answer) => answer.startsWith('421'))).toHaveLength(1)
    for (const talk of talks) talk.socket.destroy()
    await expect.poll(() => greetingAt(door.port), { timeout: 10_000 }).toMatch(/^250/)
  })

  test('says what is wrong when its port is taken', async () => {
    await using door = await open()
    await expect(open({ port: door.port })).rejects.toThrow(/REPORTS_PORT/)
  })
})
