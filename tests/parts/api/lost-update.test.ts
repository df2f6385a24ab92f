import { describe, expect, test } from 'vitest'
import { eachDatabase } from '../../support/databases.ts'
import { publish } from '../../support/world.ts'
import { worker } from '../desk/desk-site.ts'
import { openSite, readerOf } from '../web/site.ts'
import { caller, keyOf } from './api-site.ts'

describe.each(eachDatabase)('of changes that two programs send at one moment, on $name', ({ url }) => {
  test('one is taken, and the others are told that it was changed', async () => {
    await using site = await openSite(await url())
    await readerOf(site)
    await publish(site.store, { key: 'ukraine' })
    await worker(site, 'admin')
    const ask = caller(site)
    const key = await keyOf(site, 'admin')
    const things: [string, (text: string) => object][] = [
      ['/topics/world', (text) => ({ names: { en: text } })],
      ['/digests/morning', (text) => ({ cap: 5 + text.length })],
      ['/briefings/1', (text) => ({ title: text })],
      ['/subscribers/1/subscriptions/morning', (text) => ({ hour: `0${text.length}:30` })],
    ]
    for (const [path, change] of things) {
      const read = await ask('GET', path, { key })
      const headers = { 'if-match': String(read.headers['etag']) }
      const patch = (text: string) => ask('PATCH', path, { key, headers, body: change(text) })
      const answers = await Promise.all(['a', 'bc', 'def'].map(patch))
      expect([path, ...answers.map(({ status }) => status).toSorted((one, other) => one - other)]).toEqual([path, 200, 412, 412])
      const taken = answers.find(({ status }) => status === 200)
      expect((await ask('GET', path, { key })).json).toEqual(taken?.json)
    }
    expect(site.trouble).toEqual([])
  })
})
