import { describe, expect, test } from 'vitest'
import { checkDomainName } from '../../../src/domain/domain-name.ts'

describe('a domain of our own', () => {
  test.each([
    ['News.Example.ORG', 'news.example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
  ])('%s is %s', (text, name) => {
    expect(checkDomainName(text)).toEqual({ ok: true, name })
  })

  test.each([
    '',
    'ｅｘａｍｐｌｅ.com',
    'ﬁ.com',
    'exam\u00ADple.com',
    'example.com/x',
    'example.com:25',
    'user:x@example.com',
    ' example.com',
    'a;b.com',
  ])('"%s" is none', (text) => {
    expect(checkDomainName(text)).toEqual({ ok: false, reason: 'domain' })
  })
})
