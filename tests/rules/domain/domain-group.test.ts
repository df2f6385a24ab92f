import { describe, expect, test } from 'vitest'
import { domainGroupOf, domainsOf } from '../../../src/domain/domain-group.ts'

describe('the receiver behind an address', () => {
  test.each([
    ['rosa@gmail.com', 'google'],
    ['david@googlemail.com', 'google'],
    ['rosa@hotmail.com.br', 'microsoft'],
    ['david@live.co.uk', 'microsoft'],
    ['aiko@yahoo.co.jp', 'yahoo'],
    ['david@aol.com', 'yahoo'],
    ['aiko@me.com', 'apple'],
    ['wei@qq.com', 'tencent'],
    ['wei@vip.163.com', 'netease'],
    ['layla@gmx.de', 'gmx'],
    ['layla@bk.ru', 'mailru'],
    ['layla@yandex.com.tr', 'yandex'],
    ['aiko@example.com', 'example.com'],
  ])('%s is %s', (address, group) => {
    expect(domainGroupOf(address)).toBe(group)
  })

  test('a name that only looks like a provider is its own', () => {
    for (const domain of ['live.example.com', 'outlook.mycompany.com', 'notgmail.com', 'gmail.com.example.net', 'yahoo.attacker'])
      expect(domainGroupOf(`rosa@${domain}`)).toBe(domain)
  })

  test('a group knows its domains; any other domain is alone', () => {
    expect(domainsOf('google')).toEqual(['gmail.com', 'googlemail.com'])
    expect(domainsOf('example.com')).toEqual(['example.com'])
  })
})
