import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFurnished } from '../desk/furnished-site.ts'
import type { Site } from '../web/site.ts'
import { caller, keyOf, operationsOf, type Operation } from './api-site.ts'

type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
}

/** What programs send by mistake and attackers on purpose. */
const BAD = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1.5,
    1e308,
    -(2 ** 63),
    '',
    ' ',
    '\u0000',
    '\ud800',
    "'; drop table topics; --",
    '../../etc/passwd',
    [],
    {},
  ),
  fc.constantFrom<unknown>('x'.repeat(100_000), '🦊'.repeat(500), '\u202e', '{{7*7}}', '<script>', { __proto__: { role: 'admin' } }, [
    [[[[[]]]]],
  ]),
  fc.jsonValue(),
)

/** Often right, so that requests come further than the first look at them. */
function valueFor(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: rightFor(schema) }, { weight: 1, arbitrary: BAD })
}

function rightFor({ type, properties, enum: choices, anyOf, oneOf, items }: Schema): fc.Arbitrary<unknown> {
  if (choices && choices.length > 0) return fc.constantFrom(...choices)
  const either = anyOf ?? oneOf
  if (either && either.length > 0) return fc.oneof(...either.map(rightFor))
  if (properties) {
    const made = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valueFor(schema)]))
    return fc.record(made, { requiredKeys: [] })
  }
  if (type === 'array') return fc.array(items ? valueFor(items) : BAD, { maxLength: 4 })
  if (type === 'integer' || type === 'number') return fc.oneof(fc.integer(), fc.constantFrom(1, 2, 100))
  if (type === 'boolean') return fc.boolean()
  if (type === 'object') return fc.dictionary(fc.constantFrom('en', 'zh', 'xx', '__proto__'), fc.string())
  return fc.oneof(fc.string(), fc.constantFrom('world', 'morning', 'en', '07:00', 'UTC', 'aiko@tokyo.example', '2026-03-11T00:00:00Z'))
}

const queryOf = ({ query }: Operation): fc.Arbitrary<string> =>
  fc
    .record(Object.fromEntries(query.map(({ name, schema }) => [name, valueFor(schema)])), { requiredKeys: [] })
    .map((chosen) => new URLSearchParams(Object.entries(chosen).map(([name, value]) => [name, textOf(value)])).toString())

const textOf = (value: unknown): string => (typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value))

const RUNS = Number(process.env['FUZZ'] ?? 12)
const TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  '',
]

describe('the API, asked at random along its own document', () => {
  let site: Site
  let key: string
  beforeAll(async () => {
    site = await openFurnished()
    // The first two are ended by what is asked at random.
    for (let made = 0; made < 3; made++) key = await keyOf(site, 'admin')
  })
  afterAll(() => site[Symbol.asyncDispose]())

  test(
    'answers every question with what the document says or with a problem, never with a fault of its own',
    { timeout: 120_000 },
    async () => {
      const ask = caller(site)
      for (const operation of await operationsOf(site)) {
        const { method, url, path } = operation
        // Erased once, the reader is gone for the others.
        const arbitrary = fc.record({
          query: queryOf(operation),
          id: fc.constantFrom('1', '1', '1', '2', '0', '-1', '9'.repeat(40), 'NaN', '%00', 'x'.repeat(5000)),
          body: operation.body ? valueFor(operation.body as Schema) : fc.constant(undefined),
        })
        await fc.assert(
          fc.asyncProperty(arbitrary, async ({ query, id, body }) => {
            const target = url.replace('/1', `/${id}`)
            const asked = { key, ...(method === 'GET' || body === undefined ? {} : { body: JSON.stringify(body) }) }
            const headers = asked.body === undefined ? {} : { 'content-type': 'application/json' }
            const answer = await ask(method, query === '' ? target : `${target}?${query}`, { ...asked, headers })
            expect([method, path, answer.status, answer.status < 500]).toEqual([method, path, answer.status, true])
            if (answer.status >= 400) {
              expect(answer.type).toContain('application/problem+json')
              expect(answer.json).toMatchObject({ status: answer.status, detail: expect.any(String) as string })
            }
          }),
          { numRuns: RUNS },
        )
      }
      expect(site.trouble).toEqual([])
    },
  )

  test('takes nothing but JSON', async () => {
    const ask = caller(site)
    for (const { method, url, body } of await operationsOf(site)) {
      if (!body) continue
      for (const type of TYPES.slice(1)) {
        const answer = await ask(method, url, { key, body: 'slug=x', headers: type === '' ? {} : { 'content-type': type } })
        expect([method, url, type, answer.status]).toEqual([
          method,
          url,
          type,
          expect.toSatisfy((status: number) => status === 415 || status === 400),
        ])
      }
      expect((await ask(method, url, { key, body: '{"a":', headers: { 'content-type': 'application/json' } })).status).toBe(400)
    }
  })
})
