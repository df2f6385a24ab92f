import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchSmallBy } from '../../../src/mail/webhooks/fetch-small.ts'
import { snsCertificate } from './sns-certificate.ts'

const HOST = 'https://sns.us-east-1.amazonaws.com'

let server: Server
let port = 0
const asked: string[] = []

beforeAll(async () => {
  server = createServer(snsCertificate, ({ url = '', headers }, response) => {
    asked.push(`${url} ${headers['accept-encoding'] ?? ''}`)
    if (url === '/moved') return response.writeHead(302, { location: '/small' }).end()
    if (url === '/missing') return response.writeHead(404).end('nothing')
    if (url === '/broken') return response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy())
    return response.end(url === '/large' ? 'x'.repeat(33_000) : 'a certificate')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** As Amazon's host would be reached, but here. */
const fetchHere = (ca?: string) =>
  fetchSmallBy({
    port,
    ...(ca !== undefined && { ca }),
    lookup: (_, { all }, found) => (all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)),
  })

test('a small text comes over https, asked for as it stands', async () => {
  expect(await fetchHere(snsCertificate.cert)(new URL(`${HOST}/small`))).toBe('a certificate')
  expect(asked.at(-1)).toBe('/small identity')
})

test.each(['/moved', '/missing', '/broken', '/large'])('nothing comes of %s, and no redirect is followed', async (path) => {
  const before = asked.length
  expect(await fetchHere(snsCertificate.cert)(new URL(HOST + path))).toBeUndefined()
  expect(asked.length).toBe(before + 1)
})

test('nothing is taken from a host whose certificate nobody vouches for, or that has another name', async () => {
  expect(await fetchHere()(new URL(`${HOST}/small`))).toBeUndefined()
  expect(await fetchHere(snsCertificate.cert)(new URL('https://sns.eu-west-1.amazonaws.com/small'))).toBeUndefined()
})
