import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linksOf, parseSubscriptionToken, subscriptionToken, type Sign } from '../../../src/domain/links.ts'
import { isSignedBy, signWith } from '../../../src/flow/sign.ts'

const sign = signWith('a secret of more than thirty-two characters')
const links = linksOf('https://news.example.com/', sign)
const david = { subscriberId: 35, digestId: 2 }

describe('links', () => {
  test('they begin with the address of this server, with one slash', () => {
    expect(links.home()).toBe('https://news.example.com/')
    expect(links.briefing('a-quiet-harbour')).toBe('https://news.example.com/b/a-quiet-harbour')
    expect(linksOf('https://example.com/news', sign).home()).toBe('https://example.com/news/')
  })

  test('the pages of a subscription are reached by its token, which tells no address', () => {
    const token = subscriptionToken(david, sign)
    expect(links.preferences(david)).toBe(`https://news.example.com/p/${token}`)
    expect(links.unsubscribe(david)).toBe(`https://news.example.com/u/${token}`)
    expect(token).toMatch(/^z-2-[a-z0-9]{27}$/)
  })
})

describe('the token of a subscription', () => {
  const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })

  test('it names what it was made for, and its signature holds', () => {
    fc.assert(
      fc.property(id, id, (subscriberId, digestId) => {
        const parsed = parseSubscriptionToken(subscriptionToken({ subscriberId, digestId }, sign))
        expect(parsed).toMatchObject({ subscriberId, digestId })
        expect(parsed && isValid(parsed, sign)).toBe(true)
      }),
    )
  })

  test('changed in any character, it names nothing or does not hold', () => {
    const token = subscriptionToken(david, sign)
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        if (token[at] === character) return
        const parsed = parseSubscriptionToken(token.slice(0, at) + character + token.slice(at + 1))
        expect(parsed !== undefined && isValid(parsed, sign)).toBe(false)
      }),
    )
  })

  test('made with another secret or for another purpose, it does not hold', () => {
    const other = signWith('another secret of more than thirty-two characters')
    const parsed = parseSubscriptionToken(subscriptionToken(david, other))
    expect(parsed && isValid(parsed, sign)).toBe(false)
    const misused = parseSubscriptionToken(`z-2-${sign('bounce', 'z-2')}`)
    expect(misused && isValid(misused, sign)).toBe(false)
  })

  test.each([
    '',
    'z-2',
    'z-2-',
    'Z-2-1abcdefghijklmnopqrstuvwxyz',
    ' z-2-1abcdefghijklmnopqrstuvwxyz',
    'z-2-1abcdefghijklmnopqrstuvwxyz.',
    'x'.repeat(1_000_000),
  ])('what is none is not read as one: %.40s', (token) => expect(parseSubscriptionToken(token)).toBeUndefined())
})

describe('a signature', () => {
  test('it covers at least 128 bits, in letters that survive folding of case', () => {
    expect(sign('subscription', 'z-2')).toMatch(/^1[a-z2-7]{26}$/)
    expect(sign('subscription', 'z-2')).toBe(signWith('a secret of more than thirty-two characters')('subscription', 'z-2'))
  })

  test('a longer, shorter or empty one is not taken', () => {
    const signature = sign('bounce', '1')
    const holds = (given: string): boolean => isSignedBy(sign, 'bounce', { message: '1', signature: given })
    expect([signature, `${signature}a`, signature.slice(0, -1), '', signature.toUpperCase()].map(holds)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })
})

function isValid({ body, signature }: { body: string; signature: string }, by: Sign): boolean {
  return isSignedBy(by, 'subscription', { message: body, signature })
}
