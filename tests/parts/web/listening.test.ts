import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { startWeb } from '../../../src/web/server.ts'
import { eachDatabase } from '../../support/databases.ts'
import { reader } from '../../support/world.ts'
import { sendHttp, statusIn } from './http-text.ts'
import { everythingIn, listen, openSite, readerOf, sqlite, statesIn, tokenOf } from './site.ts'

const ONE_CLICK = 'List-Unsubscribe=One-Click'

const SCANNERS = [
  'Mozilla/5.0 (compatible; Barracuda Sentinel)',
  'Mozilla/5.0 (Windows NT 10.0) SafeLinks',
  'Proofpoint URL Defense',
  'Mimecast-URLProtect',
  'curl/8.5.0',
  'Googlebot/2.1',
  '',
]

describe.each(eachDatabase)('over a real connection, on $name', ({ url }) => {
  test('a hundred link scanners change nothing', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await using web = await listen(site)
    const before = await everythingIn(site)
    const methods = ['GET', 'GET', 'HEAD', 'OPTIONS', 'PROPFIND']
    const visits = Array.from({ length: 100 }, (_, visit) => {
      const path = visit % 3 === 0 ? `/p/${token}` : `/u/${token}`
      return ask({ port: web.port, method: methods[visit % 5] ?? 'GET', path, agent: SCANNERS[visit % SCANNERS.length] ?? '' })
    })
    expect(new Set(await Promise.all(visits))).toEqual(new Set([200, 404]))
    expect(await everythingIn(site)).toEqual(before)
    expect(await ask({ port: web.port, method: 'GET', path: `/u/${token}`, agent: '' })).toBe(200)
    expect(await statesIn(site)).toEqual(['active'])
  })
})

describe('over a real connection', () => {
  test('one click works in HTTP/1.0, with no host named', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    await using web = await listen(site)
    const head = `POST /u/${token} HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${ONE_CLICK.length}\r\n\r\n`
    expect(statusIn(await sendHttp(web.port, head + ONE_CLICK))).toBe(200)
    expect(await statesIn(site)).toEqual(['ended by one-click'])
  })

  test('one click works chunk by chunk', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    await using web = await listen(site)
    const head = `POST /u/${token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n`
    expect(statusIn(await sendHttp(web.port, `${head}5\r\nList-\r\n15\r\nUnsubscribe=One-Click\r\n0\r\n\r\n`))).toBe(200)
    expect(await statesIn(site)).toEqual(['ended by one-click'])
  })

  test('ten megabytes are refused without being read, announced or not', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    await using web = await listen(site)
    const head = `POST /u/${token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n`
    const body = `${ONE_CLICK}&x=`.padEnd(10_000_000, 'x')
    expect(statusIn(await sendHttp(web.port, `${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, 100)}`))).toBe(413)
    expect(
      statusIn(await sendHttp(web.port, `${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)),
    ).toBe(413)
    expect(await statesIn(site)).toEqual(['active'])
  })

  test('broken requests and endless addresses are answered calmly', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    await using web = await listen(site)
    const get = (path: string) => sendHttp(web.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    const nowhere = bodyOf(await get('/u/x'))
    for (const path of ['/u/%2e%2e', '/u/%E0%A4%A', '/b/%', `/u/${'x'.repeat(5000)}`, '/u/', '//u/x', '/u/x/y', `/%75/${token}x`]) {
      const answer = await get(path)
      expect([statusIn(answer), bodyOf(answer)], path.slice(0, 40)).toEqual([404, nowhere])
      expect(answer.toLowerCase()).toContain("content-security-policy: default-src 'none'")
    }
    expect(statusIn(await get(`/u/${'x'.repeat(1_000_000)}`))).toBe(431)
    for (const text of ['NONSENSE\r\n\r\n', `GET /u/${token} HTTP/1.1\r\n\r\n`, 'GET / HTTP/1.1\r\nHost : a\r\n\r\n']) {
      const answer = await sendHttp(web.port, text)
      expect(answer).not.toContain(token)
      expect(answer).not.toMatch(/\bat \/|node_modules|\.ts/)
    }
    expect(await statesIn(site)).toEqual(['active'])
  })

  test('the inbox asks who is there: no host, another host or a proxy do not see it', async () => {
    await using site = await openSite(await sqlite.url())
    await using web = await listen(site)
    const see = async (headers: string, version = '1.1') =>
      statusIn(await sendHttp(web.port, `GET /inbox HTTP/${version}\r\n${headers}Connection: close\r\n\r\n`))
    expect(await see(`Host: localhost:${web.port}\r\n`)).toBe(200)
    expect(await see('Host: 127.0.0.1\r\n')).toBe(200)
    expect(await see('', '1.0')).toBe(404)
    expect(await see('Host: rebound.example\r\n')).toBe(404)
    expect(await see('Host: localhost\r\nX-Forwarded-For: 203.0.113.7\r\n')).toBe(404)
    expect(await see('Host: localhost\r\nX-Real-IP: 127.0.0.1\r\n')).toBe(404)
  })

  test('it says where it is, and that it is well', async () => {
    await using site = await openSite(await sqlite.url())
    await using web = await listen(site)
    expect(web.url).toMatch(/^http:\/\/localhost:\d+$/)
    expect(await (await fetch(`${web.url}/healthz`)).text()).toBe('ok\n')
  })

  test('a port that is taken is said in plain words', async () => {
    await using site = await openSite(await sqlite.url())
    await using web = await listen(site)
    const config = { host: '127.0.0.1', port: web.port }
    await expect(startWeb({ ...site.options, config })).rejects.toThrow(`Port ${web.port} on 127.0.0.1 is taken by another program`)
  })

  test('it stops though somebody holds the line', async () => {
    await using site = await openSite(await sqlite.url())
    const { url, close } = await startWeb(site.options)
    const held = sendHttp(Number(new URL(url).port), 'POST /u/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n')
    await fetch(`${url}/healthz`)
    await close()
    await held
    await expect(fetch(url)).rejects.toThrow()
  })
})

test('many one-click posts from one place are all obeyed', async () => {
  await using site = await openSite(await sqlite.url())
  await readerOf(site)
  const addresses = Array.from({ length: 60 }, (_, number) => `reader${number}@mail.example`)
  for (const address of addresses) await reader(site.store, address)
  const tokens = await Promise.all(addresses.map((address) => tokenOf(site.store, address)))
  await using web = await listen(site)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answers = await Promise.all(tokens.map((token) => fetch(`${web.url}/u/${token}`, { method: 'POST', headers, body: ONE_CLICK })))
  expect(answers.every((answer) => answer.status === 200)).toBe(true)
  expect((await statesIn(site)).filter((state) => state === 'ended by one-click')).toHaveLength(60)
})

const bodyOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n') + 4)

function ask({ port, method, path, agent }: { port: number; method: string; path: string; agent: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', method, path, headers: { 'user-agent': agent } }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.on('error', reject)
    asked.end()
  })
}
