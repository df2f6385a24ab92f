import { expect, test } from 'vitest'
import { DAY } from '../../../src/domain/instant.ts'
import { isGivenUp } from '../../../src/domain/soft-failures.ts'
import { NOON } from '../../support/world.ts'

const onDays = (...days: number[]): number[] => days.map((day) => NOON + day * DAY)

test.each([
  ['four failures over ten days', onDays(0, 3, 6, 10), true],
  ['one failure a day for eleven days', onDays(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), true],
  ['the same in any order', onDays(10, 0, 6, 3), true],
  ['three failures, however far apart', onDays(0, 50, 100), false],
  ['a failure a day for a week', onDays(0, 1, 2, 3, 4, 5, 6), false],
  ['four failures in a millisecond less than ten days', [...onDays(0, 1, 2), NOON + 10 * DAY - 1], false],
  ['no failure', [], false],
])('%s: given up %s', (_, failedAt, expected) => expect(isGivenUp(failedAt)).toBe(expected))
