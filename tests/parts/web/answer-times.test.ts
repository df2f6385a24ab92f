import { expect, test } from 'vitest'
import { MINUTE } from '../../../src/domain/instant.ts'
import { formStamp } from '../../../src/web/sign-up/form-stamp.ts'
import { compareAnswers, type Answered } from '../../support/answer-times.ts'
import { digest, NOON, PUBLICATION, reader, topics } from '../../support/world.ts'
import { suppressFor } from '../sign-up/suppress-for.ts'
import { FORM, openSite, sqlite, tokenOf, type Site } from './site.ts'

const STAMP = formStamp(NOON - MINUTE, PUBLICATION.sign)
const KINDS = ['new', 'known', 'suppressed', 'undeliverable'] as const
const LIMITS = { perMailbox: 3, perNetwork: 1_000_000, inAll: 1_000_000 }
const FIRST = -20
const LAST = 200

type Kind = (typeof KINDS)[number]

const addressOf = (kind: Kind, index: number): string =>
  kind === 'undeliverable' ? `person${index}@no-such-domain.invalid` : `${kind}${index}@x.example`

/** A publication in which the readers `known…` are readers, and `suppressed…` readers to whom nothing is sent. */
async function openPublication(): Promise<Site> {
  const site = await openSite(await sqlite.url(), { signUpLimits: LIMITS })
  await topics(site.store, 'world')
  await digest(site.store)
  for (let index = FIRST; index < LAST; index++) {
    await reader(site.store, addressOf('known', index))
    if (index % 2 === 0) await reader(site.store, addressOf('suppressed', index))
    await suppressFor(site.store, addressOf('suppressed', index), 'complaint')
  }
  return site
}

/** Posts a form about an address, each from a network of its own, as people do who do not know each other. */
async function post({ server }: Site, url: string, fields: Record<string, string> & { address: string }): Promise<Answered> {
  const remoteAddress = `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 250)).join('.')}`
  const payload = new URLSearchParams(fields).toString()
  const from = performance.now()
  const { statusCode, body } = await server.inject({ method: 'POST', url, remoteAddress, headers: FORM, payload })
  return { took: performance.now() - from, said: `${statusCode} ${body.replaceAll(fields.address, '…')}` }
}

const alike = { answers: [expect.stringMatching(/^200 /)], isNoise: true }

test('hostile case 43: 200 sign-ups of each kind are answered in the same time, with the same words', { timeout: 120_000 }, async () => {
  await using site = await openPublication()
  const said = await compareAnswers(KINDS, (kind, index) =>
    post(site, '/sign-up', { stamp: STAMP, address: addressOf(kind, index), topic: 'world' }),
  )
  expect({ ...said, isNoise: said.difference < said.spread }).toMatchObject(alike)
})

test('hostile case 43: so are 200 requests of each kind for a lost link', { timeout: 120_000 }, async () => {
  await using site = await openPublication()
  const said = await compareAnswers(KINDS, (kind, index) => post(site, '/preferences', { address: addressOf(kind, index) }))
  expect({ ...said, isNoise: said.difference < said.spread }).toMatchObject(alike)
})

test('hostile case 43: so are 200 wishes of each kind for another address', { timeout: 120_000 }, async () => {
  await using site = await openPublication()
  const readers = Array.from({ length: LAST - FIRST }, (_, place) => `mover${place + FIRST}@x.example`)
  const tokens = new Map<string, string>()
  for (const address of readers) {
    await reader(site.store, address)
    tokens.set(address, await tokenOf(site.store, address))
  }
  const said = await compareAnswers(KINDS, async (kind, index) => {
    const token = tokens.get(`mover${index}@x.example`) ?? ''
    const { took, said } = await post(site, `/p/${token}/address`, { address: addressOf(kind, index) })
    return { took, said: said.replaceAll(token, '…').replace(/m…\d*@|m[^@\s]*@/g, '…@') }
  })
  expect({ ...said, isNoise: said.difference < said.spread }).toMatchObject(alike)
})
