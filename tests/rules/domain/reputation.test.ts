import { describe, expect, test } from 'vitest'
import { pauseReason, warningsOf } from '../../../src/domain/reputation.ts'

const counts = { accepted: 10_000, refused: 0, bounced: 0, complained: 0 }

test.each([
  ['one complaint out of two hundred is no rate', { ...counts, accepted: 200, complained: 1 }, []],
  ['below 0.1 % nothing is said', { ...counts, complained: 9 }, []],
  ['from 0.1 % on there is a warning', { ...counts, complained: 10 }, [{ what: 'complaints', rate: 0.001, limit: 0.001, isOver: false }]],
  ['0.3 % is over the limit', { ...counts, complained: 30 }, [{ what: 'complaints', rate: 0.003, limit: 0.003, isOver: true }]],
  ['5 % that bounce are a warning', { ...counts, bounced: 500 }, [{ what: 'bounces', rate: 0.05, limit: 0.05, isOver: false }]],
  [
    '10 % refused or bounced are over the limit',
    { ...counts, accepted: 950, refused: 50, bounced: 50 },
    [{ what: 'bounces', rate: 0.1, limit: 0.1, isOver: true }],
  ],
])('%s', (_, given, warnings) => {
  expect(warningsOf(given)).toEqual(warnings)
})

describe('an issue', () => {
  test.each([
    [{ gone: 20, failed: 0, complained: 3 }, false],
    [{ gone: 20, failed: 0, complained: 4 }, true],
    [{ gone: 60, failed: 50, complained: 0 }, false],
    [{ gone: 60, failed: 51, complained: 0 }, true],
    [{ gone: 1000, failed: 50, complained: 3 }, false],
    [{ gone: 100_000, failed: 4_999, complained: 299 }, false],
    [{ gone: 100_000, failed: 0, complained: 301 }, true],
  ])('with %o pauses: %s', (given, pauses) => {
    expect(pauseReason(given) !== undefined).toBe(pauses)
  })
})
