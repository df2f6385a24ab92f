import { expect, test } from 'vitest'
import { MINUTE } from '../../../src/domain/instant.ts'
import { formStamp } from '../../../src/web/sign-up/form-stamp.ts'
import { digest, NOON, PUBLICATION, reader, topics } from '../../support/world.ts'
import { suppressFor } from '../sign-up/suppress-for.ts'
import { FORM, openSite, sqlite, type Site } from './site.ts'

const STAMP = formStamp(NOON - MINUTE, PUBLICATION.sign)
const SAMPLES = 200
const KINDS = ['new', 'known', 'suppressed', 'undeliverable'] as const

const LIMITS = { perMailbox: 3, perNetwork: 1_000_000, inAll: 1_000_000 }

test('hostile case 43: 200 answers of each kind take the same time, and say the same', { timeout: 120_000 }, async () => {
  await using site = await openSite(await sqlite.url(), { signUpLimits: LIMITS })
  await topics(site.store, 'world')
  await digest(site.store)
  for (let index = 0; index < SAMPLES; index++) {
    await reader(site.store, addressOf('known', index))
    await suppressFor(site.store, addressOf('suppressed', index), 'complaint')
  }
  const times: Record<string, number[]> = { new: [], known: [], suppressed: [], undeliverable: [] }
  const answers = new Set<string>()
  for (let index = -20; index < SAMPLES; index++) {
    // In turn, so that whatever else the machine does falls on all alike.
    for (const kind of KINDS.toSorted(() => Math.random() - 0.5)) {
      const { took, said } = await ask(site, addressOf(kind, Math.abs(index)), Math.abs(index))
      if (index < 0) continue
      times[kind]?.push(took)
      answers.add(said)
    }
  }
  expect(answers.size).toBe(1)
  const medians = KINDS.map((kind) => median(times[kind] ?? []))
  const spread = Math.max(...KINDS.map((kind) => spreadOf(times[kind] ?? [])))
  const difference = Math.max(...medians) - Math.min(...medians)
  expect({ difference, spread, isNoise: difference < spread }).toMatchObject({ isNoise: true })
})

const addressOf = (kind: string, index: number): string =>
  kind === 'undeliverable' ? `person${index}@no-such-domain.invalid` : `${kind}${index}@x.example`

async function ask({ server }: Site, address: string, index: number): Promise<{ took: number; said: string }> {
  const from = performance.now()
  const { statusCode, body } = await server.inject({
    method: 'POST',
    url: '/sign-up',
    // A network of its own for each, as for people who do not know each other.
    remoteAddress: `10.${index}.${Math.floor(Math.random() * 250)}.1`,
    headers: FORM,
    payload: new URLSearchParams({ stamp: STAMP, address, topic: 'world' }).toString(),
  })
  return { took: performance.now() - from, said: `${statusCode} ${body.replaceAll(address, '…')}` }
}

const sorted = (times: number[]): number[] => times.toSorted((a, b) => a - b)
const median = (times: number[]): number => sorted(times)[Math.floor(times.length / 2)] ?? 0
/** Between a quarter and three quarters of them. */
const spreadOf = (times: number[]): number =>
  (sorted(times)[Math.floor(times.length * 0.75)] ?? 0) - (sorted(times)[Math.floor(times.length * 0.25)] ?? 0)
