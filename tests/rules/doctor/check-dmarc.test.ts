import { describe, expect, test } from 'vitest'
import { checkDmarc } from '../../../src/mail/doctor/check-dmarc.ts'
import { dnsOf, type DnsTable } from './dns-table.ts'
import { told } from '../../support/told.ts'

const RUA = 'rua=mailto:dmarc@news.example'

const check = (table: DnsTable, bounce = 'news.example', sender = 'news.example') => checkDmarc({ sender, bounce }, dnsOf(table)).then(told)

const own = (...records: string[]): DnsTable => ({ '_dmarc.news.example': { txt: records } })

describe('a DMARC record', () => {
  test('that asks for refusal and sends reports is right', async () => {
    expect(await check(own('some other text', `v=DMARC1; p=reject; ${RUA}`))).toEqual({
      state: 'ok',
      message: expect.stringContaining('p=reject') as string,
    })
  })

  test.each(['none', 'quarantine', 'None'])('with p=%s is right, with the advice to raise it', async (policy) => {
    expect(await check(own(`v=DMARC1; p=${policy}; ${RUA}`))).toMatchObject({
      state: 'ok',
      todo: expect.stringContaining('p=reject') as string,
    })
  })

  test('of a parent counts, with the policy that it has for names below it', async () => {
    const table = { '_dmarc.example.org': { txt: [`v=DMARC1; p=reject; sp=quarantine; ${RUA}`] } }
    expect(await check(table, 'news.example.org', 'news.example.org')).toMatchObject({
      state: 'ok',
      message: expect.stringMatching(/_dmarc\.example\.org asks for p=quarantine/) as string,
    })
  })

  test.each(['pct=100', 'rf=afrf', 'ri=86400'])('with %s, which RFC 9989 has taken out, is warned about', async (tag) => {
    expect(await check(own(`v=DMARC1; p=none; ${tag}; ${RUA}`))).toMatchObject({
      state: 'warning',
      message: expect.stringContaining(tag.slice(0, 2)) as string,
    })
  })

  test('that sends nobody reports is warned about', async () => {
    expect(await check(own('v=DMARC1; p=none'))).toMatchObject({ state: 'warning', todo: expect.stringContaining('rua') as string })
  })

  test.each([
    ['is missing', {}],
    ['stands twice, which counts as none', own('v=DMARC1; p=none', 'v=DMARC1; p=reject')],
    ['is of another kind', own('v=DMARC2; p=none')],
    ['asks for nothing that is known', own('v=DMARC1; p=refuse')],
    ['cannot be read', own('v=DMARC1; p=none; =')],
  ])('that %s is a fault', async (_, table: DnsTable) => {
    expect(await check(table)).toMatchObject({ state: 'fault' })
  })

  test('is not judged when the DNS says nothing', async () => {
    expect(await check({ '_dmarc.news.example': 'silent' })).toMatchObject({ state: 'not-checked' })
  })
})

describe('the domain to which failures are reported', () => {
  const organisation = { '_dmarc.example.org': { txt: [`v=DMARC1; p=reject; ${RUA}`] } }

  test('is aligned beside the sender’s, below the same organisation', async () => {
    expect(await check(organisation, 'bounce.example.org', 'news.example.org')).toMatchObject({ state: 'ok' })
  })

  test('is not aligned elsewhere', async () => {
    expect(await check(organisation, 'bounce.example.net', 'news.example.org')).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('not aligned') as string,
    })
  })

  test('is not aligned when only a public suffix above both has a record', async () => {
    const suffix = { '_dmarc.gov.example': { txt: [`v=DMARC1; p=reject; psd=y; ${RUA}`] } }
    expect(await check(suffix, 'other.gov.example', 'mine.gov.example')).toMatchObject({ state: 'warning' })
    expect(await check(suffix, 'bounce.mine.gov.example', 'mine.gov.example')).toMatchObject({ state: 'ok' })
  })

  test('of a long name is looked for in at most eight places', async () => {
    const dns = dnsOf({})
    await checkDmarc({ sender: 'a.b.c.d.e.f.g.h.i.j.example', bounce: 'a.b.c.d.e.f.g.h.i.j.example' }, dns)
    expect(dns.asked).toHaveLength(8)
    expect(dns.asked[1]).toBe('txt _dmarc.e.f.g.h.i.j.example')
  })
})
