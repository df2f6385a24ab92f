import { describe, expect, test } from 'vitest'
import { checkSpf } from '../../../src/mail/doctor/check-spf.ts'
import { dnsOf, type DnsTable } from './dns-table.ts'
import { told } from '../../support/told.ts'

const SERVER: DnsTable = { 'smtp.provider.example': { a: ['203.0.113.25'], aaaa: ['2001:db8::25'] } }

const check = (table: DnsTable) =>
  checkSpf({ domain: 'news.example', mailServer: 'smtp.provider.example' }, dnsOf({ ...SERVER, ...table })).then(told)

const record = (text: string): DnsTable => ({ 'news.example': { txt: ['something else', text] } })

/** `include:n1` … each of which includes the next, and allows one network. */
const chain = (length: number): DnsTable => ({
  ...record('v=spf1 include:n1.example -all'),
  ...Object.fromEntries(
    Array.from({ length }, (_, index) => {
      const next = index + 1 < length ? `include:n${index + 2}.example ` : ''
      return [`n${index + 1}.example`, { txt: [`v=spf1 ${next}ip4:203.0.113.0/24 -all`] }]
    }),
  ),
})

describe('an SPF record', () => {
  test.each([
    ['by its network', record('v=spf1 ip4:203.0.113.0/24 -all'), 0],
    ['by its IPv6 address', record('v=spf1 ip6:2001:db8::25 ~all'), 0],
    ['by its name', record('v=spf1 a:smtp.provider.example -all'), 1],
    ['by the network of a name', { ...record('v=spf1 a:host.example/24 -all'), 'host.example': { a: ['203.0.113.7'] } }, 1],
    ['as one of our mail servers', { 'news.example': { txt: ['v=spf1 mx -all'], mx: ['smtp.provider.example'] } }, 1],
    [
      'through an include of an include',
      {
        ...record('v=spf1 include:spf.provider.example -all'),
        'spf.provider.example': { txt: ['v=spf1 include:more.provider.example ~all'] },
        'more.provider.example': { txt: ['V=SPF1 +ip4:203.0.113.25 -all'] },
      },
      2,
    ],
    [
      'through a redirect',
      { ...record('v=spf1 redirect=spf.provider.example'), 'spf.provider.example': { txt: ['v=spf1 ip4:203.0.113.25 -all'] } },
      1,
    ],
  ])('lets the mail server send %s', async (_, table: DnsTable, lookups) => {
    expect(await check(table)).toEqual({
      state: 'ok',
      message: expect.stringContaining(`lets smtp.provider.example send for it; it takes ${lookups} of at most 10`) as string,
    })
  })

  test.each([
    ['does not name it', record('v=spf1 ip4:198.51.100.0/24 -all')],
    ['names it only to warn of it', record('v=spf1 ?ip4:203.0.113.25 ip4:198.51.100.1 -all')],
    [
      'includes it, but not with a plus',
      { ...record('v=spf1 ~include:p.example ip4:198.51.100.1 -all'), 'p.example': { txt: ['v=spf1 ip4:203.0.113.25 -all'] } },
    ],
    [
      'has a redirect that an all stands in front of',
      { ...record('v=spf1 ip4:198.51.100.1 -all redirect=p.example'), 'p.example': { txt: ['v=spf1 ip4:203.0.113.25 -all'] } },
    ],
  ])('that %s does not let the mail server send, as far as we see', async (_, table: DnsTable) => {
    expect(await check(table)).toMatchObject({ state: 'warning', message: expect.stringContaining('not among those') as string })
  })

  test('that decides by macros shows only at the time of sending', async () => {
    const verdict = await check(record('v=spf1 exists:%{i}._spf.provider.example -all'))
    expect(verdict).toMatchObject({ state: 'ok', message: expect.stringContaining('only shows when it does') as string })
  })

  test('may take ten DNS queries, and not eleven', async () => {
    expect(await check(chain(10))).toMatchObject({ state: 'ok', message: expect.stringContaining('10 of at most 10') as string })
    expect(await check(chain(11))).toMatchObject({ state: 'fault', message: expect.stringContaining('more than 10') as string })
  })

  test('that includes itself ends the walk soon', async () => {
    const dns = dnsOf({ ...SERVER, ...record('v=spf1 include:news.example -all') })
    expect(await checkSpf({ domain: 'news.example', mailServer: 'smtp.provider.example' }, dns)).toMatchObject({ state: 'fault' })
    expect(dns.asked.length).toBeLessThan(15)
  })

  test.each([
    ['is missing', {}, 'no SPF record'],
    ['stands twice', { 'news.example': { txt: ['v=spf1 mx -all', 'v=spf1 a -all'] } }, '2 SPF records'],
    ['lets everybody send', record('v=spf1 ip4:203.0.113.25 +all'), 'everybody'],
    ['lets nobody send', record('v=spf1 -all'), 'nobody'],
    ['has a word that nobody knows', record('v=spf1 ipv4:203.0.113.25 -all'), '“ipv4:203.0.113.25”'],
    ['has a network that is none', record('v=spf1 ip4:203.0.113.256 -all'), 'names no network'],
    ['has a network that is too long', record('v=spf1 ip4:203.0.113.0/33 -all'), 'names no network'],
    ['leads to a name without a record', record('v=spf1 include:gone.example -all'), 'gone.example'],
    ['names three hosts that do not exist', record('v=spf1 a:x.example a:y.example a:z.example ip4:203.0.113.25 -all'), '3 hosts'],
  ])('that %s is a fault', async (_, table: DnsTable, says) => {
    const verdict = await check(table)
    expect(verdict).toMatchObject({ state: 'fault', message: expect.stringContaining(says) as string })
    expect(verdict.todo).toBeTruthy()
  })

  test.each([
    ['itself', { 'news.example': 'silent' as const }],
    ['a name in it', { ...record('v=spf1 include:slow.example ip4:203.0.113.25 -all'), 'slow.example': 'silent' as const }],
  ])('is not judged when the DNS says nothing about %s', async (_, table: DnsTable) => {
    expect(await check(table)).toMatchObject({ state: 'not-checked', message: expect.stringContaining('ETIMEOUT') as string })
  })
})
