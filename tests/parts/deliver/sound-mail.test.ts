import { authenticate } from 'mailauth'
import { describe, expect, test } from 'vitest'
import { faultsOf } from '../../support/captured.ts'
import { eachDatabase } from '../../support/databases.ts'
import { dkimKey } from '../../support/keys.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { AT_NOON, issueAt, senderOver } from './sending.ts'

const [database] = eachDatabase
const url = (): Promise<string> => database?.url() ?? Promise.reject(new Error('No database'))

const dns = (name: string): Promise<string[][]> =>
  name === 'mail2026._domainkey.broadsheet.example'
    ? Promise.resolve([[dkimKey().record]])
    : Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }))

describe('every mail that leaves', () => {
  test('breaks no rule, is signed, and names its delivery and its way out', { timeout: 60_000 }, async () => {
    const store = await openWorld(await url())
    await topics(store, 'world', 'science')
    await digest(store)
    await publish(store, { key: 'harbour', title: 'A quieter harbour', topics: ['world', 'science'], priority: 3 })
    await publish(store, { key: 'jing', title: '给夜空留一点黑', standfirst: '镇上用三年时间摸索出一张“关灯时刻表”。', language: 'zh' })
    await publish(store, {
      key: 'bahr',
      title: 'البحيرة التي تحفظ تقويمها',
      standfirst: 'منذ 112 شتاءً يدوّن أحدهم اليوم.',
      language: 'ar',
      topics: ['science'],
    })
    const all = ['en', 'zh', 'ar']
    const usual = { hour: AT_NOON, topics: ['world', 'science'] }
    await reader(store, 'david@london.example', { ...usual, languages: ['en'] })
    await reader(store, 'Rosa@BÜCHER.example', { ...usual, languages: all, format: 'text' })
    await reader(store, 'wei@shanghai.example', { ...usual, languages: ['zh', 'en'] })
    await reader(store, 'layla@cairo.example', { ...usual, languages: ['ar', 'en', 'zh'] })
    await reader(store, '用户@xn--r8jz45g.example', { ...usual, languages: all })
    await issueAt(store, 'morning', NOON)
    await using sending = await senderOver(store)
    expect(await sending.run()).toBe(5)
    expect(sending.server.messages).toHaveLength(5)

    for (const { raw, from, to } of sending.server.messages) {
      const findings = faultsOf(raw, {
        now: NOON,
        dkim: 'required',
        envelope: { from, to },
        bounceDomain: 'broadsheet.example',
        from: 'digest@broadsheet.example',
        format: to[0]?.startsWith('Rosa') ? 'text' : 'html',
        verifyBounceTag: namesDelivery,
      })
      expect(findings).toEqual([])
      const { dkim } = await authenticate(raw, { resolver: dns, disableArc: true, disableDmarc: true, disableBimi: true })
      expect(dkim.results.map(({ status }) => [status.result, status.aligned])).toEqual([['pass', 'broadsheet.example']])
    }
    expect(new Set(sending.server.messages.map(({ raw }) => /^Message-ID: (.*)/m.exec(raw.toString())?.[1])).size).toBe(5)
  })
})

function namesDelivery(localPart: string): boolean {
  const [, id = '', signature = ''] = /^b-([0-9a-z]+)-([0-9a-z]+)$/.exec(localPart.toLowerCase()) ?? []
  return PUBLICATION.isSigned('bounce', id, signature)
}
