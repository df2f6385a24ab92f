import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../../src/domain/instant.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeInstants } from '../../../src/flow/compose-issue.ts'
import { explain } from '../../../src/flow/explain/explain.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { AT_NOON, issueAt, senderOver } from './sending.ts'

const raise = (_: unknown, error: unknown): never => {
  throw error
}

const AIKO = 'aiko@tokyo.example'
const SIX = NOON + 6 * HOUR
const WEDNESDAYS = { zone: 'UTC', minute: 720, weekdays: 1 << 2 }

describe.each(eachDatabase)('after a downtime, on $name', ({ url }) => {
  test('what was too late for a reader of one weekday comes on that day of the next week, once, and it can be told why', async () => {
    const address = await url()
    const store = await openWorld(address)
    await topics(store, 'world')
    await digest(store, { schedule: { zone: 'UTC', minute: 1080, weekdays: EVERY_DAY } })
    await reader(store, AIKO, { hour: WEDNESDAYS })
    await publish(store, { key: 'harbour', title: 'A quieter harbour' })
    await issueAt(store, 'morning', SIX)
    await using sending = await senderOver(store, { url: address })
    // Wednesday's noon passes while nothing runs, and so does the day after.
    sending.setClock(NOON + 2 * DAY + HOUR)
    await sending.run()
    expect((await sending.deliveries()).map(({ state, reason }) => [state, reason])).toEqual([['withheld', 'too late to be useful']])
    for (let day = 2; day <= 7; day++) {
      await publish(store, { key: `of-${day}`, title: `The news of day ${day}` }, SIX + day * DAY - HOUR)
      await issueAt(store, 'morning', SIX + day * DAY)
    }
    sending.setClock(NOON + 8 * DAY)
    expect(await sending.run()).toBe(1)
    await publish(store, { key: 'of-9', title: 'The news of day 9' }, SIX + 9 * DAY)
    await issueAt(store, 'morning', SIX + 14 * DAY)
    sending.setClock(NOON + 15 * DAY)
    expect(await sending.run()).toBe(1)
    const told = sending.server.messages.map(({ raw }) =>
      [...raw.toString('latin1').matchAll(/Subject: (.*)\r\n/g)].map(([, said]) => said),
    )
    const bodies = sending.server.messages.map(({ raw }) => raw.toString('latin1').includes('A quieter harbour'))
    expect([told.length, bodies]).toEqual([2, [true, false]])
    expect(await explain(store.db, { address: AIKO, briefing: 'harbour' }, NOON + 15 * DAY)).toMatchObject({
      explanations: [{ placement: { kind: 'given', state: 'accepted' }, because: { code: 'made-up-for' } }],
    })
  })

  test('what was too late to be sent at once comes with the next digest of that reader', async () => {
    const address = await url()
    const store = await openWorld(address)
    await topics(store, 'world')
    await digest(store, { schedule: { zone: 'UTC', minute: 1080, weekdays: EVERY_DAY } })
    await digest(store, { slug: 'alerts', names: { en: 'Alerts' }, release: 'instant', leastPriority: 8 })
    for (const slug of ['alerts', 'morning']) await reader(store, AIKO, { digest: slug, hour: AT_NOON })
    await publish(store, { key: 'flood', title: 'The flood', priority: 9 })
    await composeInstants(store, NOON, raise)
    await approveDue(store, PUBLICATION, NOON, raise)
    await addressDue(store, NOON, raise)
    await issueAt(store, 'morning', SIX)
    await using sending = await senderOver(store, { url: address })
    sending.setClock(NOON + DAY + HOUR)
    await sending.run()
    expect((await sending.deliveries()).map(({ state }) => state)).toEqual(['withheld'])
    await issueAt(store, 'morning', SIX + DAY)
    sending.setClock(NOON + 2 * DAY)
    expect(await sending.run()).toBe(1)
    expect(sending.server.messages[0]?.raw.toString('latin1')).toContain('The flood')
  })

  test('what was too late comes to readers of each language, though a translation had come meanwhile', async () => {
    const address = await url()
    const store = await openWorld(address)
    await topics(store, 'world')
    await digest(store, { schedule: { zone: 'UTC', minute: 1080, weekdays: EVERY_DAY } })
    await reader(store, AIKO, { hour: AT_NOON })
    await reader(store, 'wei@shanghai.example', { hour: AT_NOON, languages: ['zh'] })
    await publish(store, { key: 'harbour' })
    await issueAt(store, 'morning', SIX)
    await publish(store, { key: 'gang', language: 'zh', translationOf: 'harbour' }, SIX + HOUR)
    await issueAt(store, 'morning', SIX + DAY)
    await using sending = await senderOver(store, { url: address })
    sending.setClock(NOON + 3 * DAY + HOUR)
    await sending.run()
    expect((await sending.deliveries()).map(({ state }) => state)).toEqual(['withheld', 'withheld'])
    await issueAt(store, 'morning', SIX + 3 * DAY)
    sending.setClock(NOON + 4 * DAY)
    expect(await sending.run()).toBe(2)
  })
})
