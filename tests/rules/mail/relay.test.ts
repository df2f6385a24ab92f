import { describe, expect, test } from 'vitest'
import { parseRelay } from '../../../src/mail/relay.ts'

describe('the address of the mail server', () => {
  test('smtp is port 587 with STARTTLS, smtps is port 465 with TLS from the start', () => {
    expect(parseRelay('smtp://mail.example.com')).toEqual({ host: 'mail.example.com', port: 587, isSecure: false, isLocal: false })
    expect(parseRelay('smtps://mail.example.com')).toEqual({ host: 'mail.example.com', port: 465, isSecure: true, isLocal: false })
  })

  test('user and password may hold any character, percent-encoded', () => {
    expect(parseRelay('smtp://news%40example.com:p%40ss%3A%2Fw%C3%B6rd@mail.example.com:2525')).toEqual({
      host: 'mail.example.com',
      port: 2525,
      isSecure: false,
      isLocal: false,
      auth: { user: 'news@example.com', pass: 'p@ss:/wörd' },
    })
  })

  test.each(['smtp://localhost:25', 'smtp://127.0.0.1:25', 'smtp://127.9.8.7', 'smtp://[::1]:25'])('%s is on this machine', (url) =>
    expect(parseRelay(url)?.isLocal).toBe(true),
  )

  test.each(['smtp://localhost.example.com', 'smtp://127.0.0.1.example.com', 'smtp://10.0.0.1'])('%s is not on this machine', (url) =>
    expect(parseRelay(url)?.isLocal).toBe(false),
  )

  test.each([
    '',
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://mail.example.com:99999',
    'smtp://mail.example.com\n',
    'smtp://mail.exa\nmple.com',
    'smtp://mail.example.com:25\r\nX: y',
    'smtp://user:50%off@mail.example.com',
    'smtp://user@mail.example.com',
    'smtp://:password@mail.example.com',
  ])('%j is none', (url) => expect(parseRelay(url)).toBeUndefined())
})
