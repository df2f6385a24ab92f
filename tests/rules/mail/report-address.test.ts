import { describe, expect, test } from 'vitest'
import { isSignedWith, signWith } from '../../../src/flow/sign.ts'
import { bounceAddress } from '../../../src/mail/bounce-address.ts'
import { readMessageId } from '../../../src/mail/read-message-id.ts'
import { feedbackAddress, isLikeReportAddress, readReportAddress, unsubscribeAddress } from '../../../src/mail/report-address.ts'

const SECRET = 'a secret of more than thirty-two characters'
const bounceDomain = 'bounce.example.org'
const ours = { bounceDomain, sign: signWith(SECRET), isSigned: isSignedWith([SECRET]) }
const theirs = { bounceDomain, sign: signWith('a secret that somebody else has made up, long enough') }
const most = Number.MAX_SAFE_INTEGER

const OURS = [
  ['a delivery', bounceAddress(46_655, ours), { kind: 'delivery', deliveryId: 46_655 }],
  ['the complaints', feedbackAddress(ours), { kind: 'feedback' }],
  [
    'who leaves what',
    unsubscribeAddress({ subscriberId: 7, digestId: 3 }, ours),
    { kind: 'unsubscribe', subscription: { subscriberId: 7, digestId: 3 } },
  ],
] as const

const FORGED = [
  bounceAddress(46_655, theirs),
  feedbackAddress(theirs),
  unsubscribeAddress({ subscriberId: 7, digestId: 3 }, theirs),
  // The signature of one thing on another.
  bounceAddress(46_655, ours).replace('b-zzz-', 'b-zzy-'),
  feedbackAddress(ours).replace('f-', 'b-zzz-'),
  bounceAddress(46_655, ours).replace('b-zzz-', 'f-'),
  feedbackAddress(ours).replace('f-', 'f-1-'),
]

const OTHERS = [
  'postmaster@bounce.example.org',
  'b-7@bounce.example.org',
  'b-7-short@bounce.example.org',
  `${bounceAddress(7, ours)}.evil.example`,
  bounceAddress(7, { ...ours, bounceDomain: 'sub.bounce.example.org' }),
  `x${bounceAddress(7, ours)}`,
  `${bounceAddress(7, ours)}\r\n`,
  `${'b'.repeat(10_000)}@bounce.example.org`,
  '',
]

describe('an address of the bounce domain', () => {
  test.each(OURS)('names %s, in whichever case', (_, address, names) => {
    for (const spelled of [address, address.toUpperCase()]) {
      expect(readReportAddress(spelled, ours)).toEqual(names)
      expect(isLikeReportAddress(spelled, bounceDomain)).toBe(true)
    }
  })

  test.each(FORGED)('that we have not signed names nothing: %s', (address) => {
    expect(readReportAddress(address, ours)).toBeUndefined()
    expect(isLikeReportAddress(address, bounceDomain)).toBe(true)
  })

  test.each(OTHERS)('of another shape is not let in: %s', (address) => {
    expect(readReportAddress(address, ours)).toBeUndefined()
    expect(isLikeReportAddress(address, bounceDomain)).toBe(false)
  })

  test('has a name of at most 64 octets even for the largest numbers (RFC 5321 §4.5.3.1.1)', () => {
    const longest = [bounceAddress(most, ours), feedbackAddress(ours), unsubscribeAddress({ subscriberId: most, digestId: most }, ours)]
    for (const address of longest) {
      expect(address.indexOf('@')).toBeLessThanOrEqual(64)
      expect(readReportAddress(address, ours)).toBeDefined()
    }
  })
})

describe('a Message-ID', () => {
  test('of ours names its delivery, with or without its brackets', () => {
    const id = `zzz.${ours.sign('message-id', 'zzz')}@example.org`
    expect(readMessageId(`<${id}>`, ours.isSigned)).toBe(46_655)
    expect(readMessageId(id, ours.isSigned)).toBe(46_655)
  })

  test('of others, or with the signature of another thing, names nothing', () => {
    const forged = [theirs.sign('message-id', 'zzz'), ours.sign('bounce', 'zzz'), ours.sign('message-id', 'zzz').slice(0, 14)]
    for (const signature of forged) expect(readMessageId(`<zzz.${signature}@example.org>`, ours.isSigned)).toBeUndefined()
    expect(readMessageId('<wrfRRvF7Q0GgwUo2CvDmEA@ismtpd0006p1sjc2.sendgrid.net>', ours.isSigned)).toBeUndefined()
  })
})
