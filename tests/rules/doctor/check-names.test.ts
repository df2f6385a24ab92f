import { describe, expect, test } from 'vitest'
import { checkHelo } from '../../../src/mail/doctor/check-helo.ts'
import { checkMailDomain } from '../../../src/mail/doctor/check-mail-domain.ts'
import { checkBaseUrl } from '../../../src/flow/doctor/check-base-url.ts'
import { dnsOf, type DnsTable } from './dns-table.ts'
import { saying } from '../../../src/domain/saying.ts'
import { told } from '../../support/told.ts'

describe('the domain of the sender', () => {
  test.each<[string, DnsTable, string]>([
    ['has a mail server', { 'news.example': { mx: ['MX.news.example.'] }, 'mx.news.example': { a: ['203.0.113.1'] } }, 'mx.news.example'],
    ['has only an address', { 'news.example': { a: ['203.0.113.1'] } }, '203.0.113.1'],
  ])('that %s takes replies', async (_, table, says) => {
    expect(told(await checkMailDomain('news.example', dnsOf(table)))).toMatchObject({
      state: 'ok',
      message: expect.stringContaining(says) as string,
    })
  })

  test.each<[string, DnsTable, string]>([
    ['does not exist', {}, 'neither'],
    ['says that it takes no mail', { 'news.example': { mx: ['.'], a: ['203.0.113.1'] } }, 'no mail at all'],
    ['has a mail server without an address', { 'news.example': { mx: ['gone.example'] } }, 'gone.example'],
  ])('that %s is a fault', async (_, table, says) => {
    expect(told(await checkMailDomain('news.example', dnsOf(table)))).toMatchObject({
      state: 'fault',
      message: expect.stringContaining(says) as string,
    })
  })

  test.each(['gmail.com', 'yahoo.co.jp', 'outlook.com'])('%s is a fault: we cannot sign for it', async (domain) => {
    expect(told(await checkMailDomain(domain, dnsOf({ [domain]: { a: ['203.0.113.1'] } })))).toMatchObject({ state: 'fault' })
  })

  test('is not judged when the DNS says nothing', async () => {
    expect(told(await checkMailDomain('news.example', dnsOf({ 'news.example': 'silent' })))).toMatchObject({ state: 'not-checked' })
  })
})

describe('the name by which we greet', () => {
  const there = { 'mail.news.example': { a: ['5.9.100.7'] } }
  const back = { '5.9.100.7': { ptr: ['mail.news.example.'] } }

  test('leads to an address that leads back', async () => {
    expect(told(await checkHelo('mail.news.example', dnsOf({ ...there, ...back })))).toMatchObject({ state: 'ok' })
  })

  test('may lead back to another name, if that leads to the address', async () => {
    const other = { '5.9.100.7': { ptr: ['h7.host.example'] }, 'h7.host.example': { a: ['5.9.100.7'] } }
    expect(told(await checkHelo('mail.news.example', dnsOf({ ...there, ...other })))).toMatchObject({
      state: 'ok',
      message: expect.stringContaining('h7.host.example') as string,
    })
  })

  test.each<[string, DnsTable, string]>([
    ['has no address', {}, 'no address'],
    ['has an address without a name', there, 'bears no name'],
    ['leads back to a name that leads elsewhere', { ...there, '5.9.100.7': { ptr: ['liar.example'] } }, 'bears no name'],
    ['has an address of an inner network', { 'mail.news.example': { a: ['192.168.1.7'] } }, '192.168.1.7'],
    [
      'has one address of two that does not lead back',
      { 'mail.news.example': { a: ['5.9.100.7'], aaaa: ['2a01:4f8::7'] }, ...back },
      '2a01:4f8::7',
    ],
  ])('that %s is warned about', async (_, table, says) => {
    expect(told(await checkHelo('mail.news.example', dnsOf(table)))).toMatchObject({
      state: 'warning',
      message: expect.stringContaining(says) as string,
    })
  })
})

describe('the address of the links', () => {
  const remote = { host: 'smtp.provider.example', port: 587, isSecure: false, isLocal: false }

  test('that the DNS knows is right', async () => {
    const dns = dnsOf({ 'news.example.org': { a: ['5.9.113.80'] } })
    expect(told(await checkBaseUrl({ baseUrl: 'https://news.example.org', relay: remote, dns }))).toMatchObject({ state: 'ok' })
  })

  test.each<[string, string, DnsTable, string]>([
    ['http://news.example.org', 'fault', {}, 'not https'],
    ['https://localhost:3000', 'fault', {}, 'cannot reach'],
    ['https://192.168.1.9', 'fault', {}, 'cannot reach'],
    ['https://news.lan', 'fault', {}, 'cannot reach'],
    ['https://[2001:db8::1]', 'fault', {}, 'cannot reach'],
    ['https://news.example.org', 'fault', {}, 'no address'],
    ['https://news.example.org', 'warning', { 'news.example.org': { a: ['10.0.0.1'] } }, 'not a public one'],
    ['https://news.example.org', 'not-checked', { 'news.example.org': 'silent' }, 'no answer'],
  ])('%s can be a %s', async (baseUrl, state, table, says) => {
    expect(told(await checkBaseUrl({ baseUrl, relay: remote, dns: dnsOf(table) }))).toMatchObject({
      state,
      message: expect.stringContaining(says) as string,
    })
  })

  test('may be this machine’s as long as no mail leaves it, and is warned about towards a mail server on it', async () => {
    const links = { baseUrl: 'http://localhost:3000', dns: saying('doctor.dns-not-asked') }
    expect(told(await checkBaseUrl({ ...links, relay: undefined }))).toMatchObject({ state: 'ok' })
    expect(told(await checkBaseUrl({ ...links, relay: { ...remote, isLocal: true } }))).toMatchObject({ state: 'warning' })
  })
})
