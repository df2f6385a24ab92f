import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkLinks } from '../../../src/flow/checks/check-links.ts'
import { visitLink, type Reach } from '../../../src/flow/checks/visit-link.ts'
import { briefing } from '../../support/world.ts'

let server: Server
let port = 0
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const { url = '', headers } = request
    asked.push(`${headers.host ?? ''}${url}`)
    const [, code = '200', to] = /^\/(\d{3})(?:\/(.+))?$/.exec(url) ?? []
    if (url === '/hang') return
    if (url === '/endless') return void response.writeHead(200).write('x'.repeat(1_000_000))
    response.writeHead(Number(code), to === undefined ? {} : { location: decodeURIComponent(to) }).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Names lead to this server; only the one called inside.example is not public. */
const reach: Reach = {
  addressesOf: (host) =>
    host === 'nobody.example' ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(HOSTS[host] ?? ['127.0.0.1']),
  isAllowed: (address) => address === '127.0.0.1',
  patience: 500,
}
const HOSTS: Record<string, string[]> = { 'inside.example': ['10.0.0.1'], 'both.example': ['127.0.0.1', '10.0.0.1'] }

const visit = (path: string, host = 'a.example') => visitLink(`http://${host}:${port}${path}`, reach)
const to = (path: string, host = 'a.example') => encodeURIComponent(`http://${host}:${port}${path}`)

describe('a visit to a link', () => {
  test('finds what is there, what has moved for good, and what is gone', async () => {
    expect(await visit('/200')).toEqual({ state: 'ok' })
    expect(await visit('/endless')).toEqual({ state: 'ok' })
    expect(await visit(`/301/${to('/200')}`)).toEqual({ state: 'moved', target: `http://a.example:${port}/200` })
    expect(await visit(`/302/${to('/200')}`)).toEqual({ state: 'ok' })
    expect(await visit(`/301/${to('/404')}`)).toEqual({ state: 'dead', why: 'status', status: 404 })
    expect(await visit('/403')).toEqual({ state: 'unknown', why: 'asks-who', status: 403 })
    expect(await visit('/200', 'nobody.example')).toMatchObject({ state: 'dead', why: 'no-host' })
    expect(await visit('/hang')).toMatchObject({ state: 'dead', why: 'too-slow' })
    expect(await visitLink('ftp://a.example/x', reach)).toMatchObject({ why: 'bad-address' })
  })

  test('never leads into our own house, by name, by number, or by a redirect', async () => {
    asked.length = 0
    for (const host of ['inside.example', 'both.example', '10.0.0.1', '[::1]', '0x7f000002', '2130706434'])
      expect([host, await visit('/200', host)]).toEqual([host, { state: 'unknown', why: 'not-public', status: 0 }])
    expect(asked).toEqual([])
    expect(await visit(`/302/${to('/200', 'inside.example')}`)).toMatchObject({ why: 'not-public' })
    expect(asked).toHaveLength(1)
  })

  test('as it is outside tests, refuses this machine and every port but those of the web', async () => {
    asked.length = 0
    for (const url of [
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
      'http://[::ffff:7f00:1]/',
      'http://169.254.169.254/latest',
    ])
      expect([url, await visitLink(url)]).toMatchObject([url, { why: 'not-public' }])
    expect(asked).toEqual([])
  })

  test('connects to the very address that was looked at, and asks for a name once', async () => {
    let times = 0
    const rebinding: Reach = { ...reach, addressesOf: () => Promise.resolve([times++ === 0 ? '127.0.0.1' : '10.0.0.1']) }
    expect(await visitLink(`http://rebound.example:${port}/200`, rebinding)).toEqual({ state: 'ok' })
    expect(times).toBe(1)
  })

  test('goes round in a circle only a few times', async () => {
    asked.length = 0
    const circle = createServer((_, response) => void response.writeHead(302, { location: '/again' }).end())
    await new Promise<void>((done) => circle.listen(0, '127.0.0.1', done))
    const url = `http://a.example:${(circle.address() as AddressInfo).port}/`
    expect(await visitLink(url, reach)).toMatchObject({ why: 'circle' })
    circle.close()
  })
})

test('every address of a briefing is visited once and told at its place', async () => {
  const visited: string[] = []
  const findings = await checkLinks(
    briefing({
      key: 'a',
      body: 'One [a](https://a.example/x_(y)).\n\nTwo https://b.example/z, and https://a.example/x_(y).',
      sources: [{ title: 'S', url: 'https://b.example/z' }],
    }),
    (url) => {
      visited.push(url)
      return Promise.resolve(
        url.includes('b.') ? { state: 'dead', why: 'status', status: 404 } : { state: 'moved', target: 'https://c.example/' },
      )
    },
  )
  expect(visited.toSorted()).toEqual(['https://a.example/x_(y)', 'https://b.example/z'])
  expect(findings.map(({ check, field, line }) => `${check} ${field} ${line}`)).toEqual([
    'link-dead sources 1',
    'link-moved body 1',
    'link-dead body 3',
    'link-moved body 3',
  ])
})
