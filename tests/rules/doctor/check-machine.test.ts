import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { checkClock } from '../../../src/flow/doctor/check-clock.ts'
import { checkDatabase, checkSchema } from '../../../src/flow/doctor/check-database.ts'
import { checkNode } from '../../../src/flow/doctor/check-node.ts'
import type { DatabaseState } from '../../../src/store/database-state.ts'
import { told } from '../../support/told.ts'

const NOON = Date.parse('2026-03-10T12:00:00Z')
const fine = { state: 'open' as const, pending: [], unknown: [], hasTables: true, readOnly: undefined, newest: NOON, clock: undefined }

test.each([
  ['26.12.1', 'ok'],
  ['26.13.0', 'ok'],
  ['27.0.0', 'ok'],
  ['26.12.0', 'warning'],
  ['26.10.0', 'warning'],
])('Node %s: %s', (version, state) => {
  expect(checkNode(version).state).toBe(state)
})

describe('the clock', () => {
  test.each<[string, DatabaseState, number, string]>([
    ['behind what was written down last', fine, NOON - 3_600_000, 'fault'],
    ['a few seconds behind it', fine, NOON - 5000, 'ok'],
    ['after it', fine, NOON + 3_600_000, 'ok'],
    ['an hour before the clock of the database', { ...fine, newest: undefined, clock: NOON }, NOON - 3_600_000, 'fault'],
    ['an hour after it', { ...fine, clock: NOON }, NOON + 3_600_000, 'fault'],
    ['with it', { ...fine, clock: NOON }, NOON + 2000, 'ok'],
    ['with nothing to compare it to', { state: 'absent', file: 'x' }, NOON, 'not-checked'],
  ])('%s', (_, state, now, verdict) => {
    expect(checkClock(state, now).state).toBe(verdict)
  })
})

describe('the database', () => {
  test('that does not open is a fault, in its own words', () => {
    const verdict = told(checkDatabase({ state: 'closed', reason: 'no such host' }))
    expect(verdict).toMatchObject({ state: 'fault', message: expect.stringContaining('no such host') as string })
  })

  test('with older tables is warned about, with newer ones a fault', () => {
    expect(told(checkSchema({ ...fine, pending: ['0002-more'] }))).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('0002-more') as string,
    })
    expect(told(checkSchema({ ...fine, unknown: ['9999-future'] }))).toMatchObject({
      state: 'fault',
      message: expect.stringContaining('9999-future') as string,
    })
  })
})

test.each(['POSTAL_ADDRESS', 'SENDER_NAME'])('%s of nothing but blanks is a mistake in the settings', (name) => {
  expect(readConfig({ [name]: '  \u00a0' })).toMatchObject({ ok: false, mistakes: [expect.stringMatching(`^${name}: `)] })
})
