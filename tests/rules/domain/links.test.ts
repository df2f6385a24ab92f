import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readToken, writeToken } from '../../../src/domain/link-token.ts'
import { linksOf, readSubscriptionToken, subscriptionToken } from '../../../src/domain/links.ts'
import { isSignedWith, signWith } from '../../../src/flow/sign.ts'

const SECRET = 'a secret of more than thirty-two characters'
const OTHER = 'another secret of more than thirty-two characters'
const sign = signWith(SECRET)
const isSigned = isSignedWith([SECRET])
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

describe('hostile case 37: the token of a subscription', () => {
  const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })

  test('it names what it was made for', () => {
    fc.assert(
      fc.property(id, id, (subscriberId, digestId) => {
        const ref = { subscriberId, digestId }
        expect(readSubscriptionToken(subscriptionToken(ref, sign), isSigned)).toEqual(ref)
      }),
    )
  })

  test('changed in any character, it names nothing', () => {
    const token = subscriptionToken(david, sign)
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        if (token[at] === character) return
        expect(readSubscriptionToken(token.slice(0, at) + character + token.slice(at + 1), isSigned)).toBeUndefined()
      }),
    )
  })

  test('made with a secret that we never had, or for another purpose, it names nothing', () => {
    expect(readSubscriptionToken(subscriptionToken(david, signWith(OTHER)), isSigned)).toBeUndefined()
    expect(readSubscriptionToken(writeToken('bounce', [35, 2], sign), isSigned)).toBeUndefined()
    expect(readToken('bounce', writeToken('bounce', [35, 2], sign), isSigned)).toEqual([35, 2])
  })

  test('with more or fewer numbers than two it names no subscription, although we signed it', () => {
    for (const ids of [[35], [35, 2, 1]])
      expect(readSubscriptionToken(writeToken('subscription', ids, sign), isSigned), String(ids)).toBeUndefined()
  })

  test('of a version that is not there yet, it names nothing', () => {
    expect(readSubscriptionToken(subscriptionToken(david, sign).replace('z-2-1', 'z-2-2'), isSigned)).toBeUndefined()
  })

  test.each([
    '',
    'z-2',
    'z-2-',
    'Z-2-1abcdefghijklmnopqrstuvwxyz',
    ' z-2-1abcdefghijklmnopqrstuvwxyz',
    'z-2-1abcdefghijklmnopqrstuvwxyz.',
    'x'.repeat(1_000_000),
    '0-'.repeat(500_000),
  ])('what is none is not even compared: %.40s', (token) => {
    const never = (): never => expect.unreachable()
    expect(readSubscriptionToken(token, never)).toBeUndefined()
  })
})

describe('a signature', () => {
  test('it covers at least 128 bits, in letters that survive folding of case', () => {
    expect(sign('subscription', 'z-2')).toMatch(/^1[a-z2-7]{26}$/)
    expect(sign('subscription', 'z-2')).toBe(signWith(SECRET)('subscription', 'z-2'))
  })

  test('a longer, shorter or empty one is not taken', () => {
    const signature = sign('bounce', '1')
    const given = [signature, `${signature}a`, signature.slice(0, -1), '', signature.toUpperCase()]
    expect(given.map((word) => isSigned('bounce', '1', word))).toEqual([true, false, false, false, false])
  })

  test('after a change of the secret old ones hold, until it is no longer named among the former ones (hostile case 38)', () => {
    const old = sign('subscription', 'z-2')
    const fresh = signWith(OTHER)('subscription', 'z-2')
    const holds = (secrets: string[], word: string): boolean => isSignedWith(secrets)('subscription', 'z-2', word)
    expect(fresh).not.toBe(old)
    expect([holds([OTHER, SECRET], old), holds([OTHER, SECRET], fresh), holds([OTHER], old)]).toEqual([true, true, false])
  })
})
