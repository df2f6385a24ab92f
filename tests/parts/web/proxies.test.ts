import { expect, test } from 'vitest'
import { MINUTE } from '../../../src/domain/instant.ts'
import { formStamp } from '../../../src/web/sign-up/form-stamp.ts'
import { digest, NOON, PUBLICATION, topics } from '../../support/world.ts'
import { FORM, openSite, sqlite, type Site } from './site.ts'

const READER = '203.0.113.7'
const FORGED = '198.51.100.1'

/** Signs up through these hops, the last of which speaks to us; gives back the network that was written down. */
async function networkOf({ server, store }: Site, forwarded: string | undefined, remoteAddress: string): Promise<string | undefined> {
  const fields = { stamp: formStamp(NOON - MINUTE, PUBLICATION.sign), address: 'layla@cairo.example', topic: 'world' }
  const headers = { ...FORM, ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) }
  const request = { method: 'POST' as const, url: '/sign-up', remoteAddress, headers }
  expect((await server.inject({ ...request, payload: new URLSearchParams(fields).toString() })).statusCode).toBe(200)
  const newest = store.db.selectFrom('sign_ups').select('network').orderBy('id', 'desc').limit(1)
  return (await newest.executeTakeFirst())?.network
}

async function openBehind(trustedProxies?: string[]): Promise<Site> {
  const site = await openSite(await sqlite.url(), { config: { host: '127.0.0.1', port: 0, ...(trustedProxies && { trustedProxies }) } })
  await topics(site.store, 'world')
  await digest(site.store)
  return site
}

test.each([
  ['what a proxy of ours says of the reader is believed', ['loopback'], READER, '127.0.0.1', READER],
  ['a whole network of proxies is trusted where it is named', ['10.0.0.0/8'], `${READER}, 10.1.2.3`, '10.9.9.9', READER],
  ['what a stranger says is not', ['loopback'], FORGED, READER, READER],
  ['nor what stood there before the first proxy of ours wrote', ['loopback'], `${FORGED}, ${READER}`, '127.0.0.1', READER],
  ['a proxy that says nothing is the network itself', ['loopback'], undefined, '127.0.0.1', '127.0.0.1'],
  ['where no proxy is trusted, nothing is believed', undefined, FORGED, '127.0.0.1', '127.0.0.1'],
] as const)('TRUSTED_PROXIES: %s', async (_, trusted, forwarded, remoteAddress, network) => {
  await using site = await openBehind(trusted && [...trusted])
  expect(await networkOf(site, forwarded, remoteAddress)).toBe(network)
})

test('TRUSTED_PROXIES: readers behind one proxy have limits of their own, and a forged header buys no others', async () => {
  await using site = await openBehind(['loopback'])
  const statusOf = async (forwarded: string, remoteAddress: string): Promise<number> => {
    const headers = { ...FORM, 'x-forwarded-for': forwarded }
    const payload = 'address=layla%40cairo.example'
    return (await site.server.inject({ method: 'POST', url: '/preferences', remoteAddress, headers, payload })).statusCode
  }
  const refused = async (remoteAddress: string): Promise<number> => {
    let count = 0
    for (let reader = 0; reader < 25; reader++) if ((await statusOf(`192.0.2.${reader}`, remoteAddress)) === 429) count++
    return count
  }
  expect([await refused(READER), await refused('127.0.0.1')]).toEqual([5, 0])
})
