import { describe, expect, test } from 'vitest'
import { mergeSettings, originOf } from '../../../src/domain/settings.ts'

describe('settings from two sides', () => {
  test('what the environment leaves open is filled with what is set at the desk', () => {
    const merged = mergeSettings(
      { PORT: '80', SENDER_NAME: '', SENDER_ADDRESS: undefined },
      { SENDER_NAME: 'News', SENDER_ADDRESS: 'a@b.org' },
    )
    expect(merged).toEqual({ PORT: '80', SENDER_NAME: 'News', SENDER_ADDRESS: 'a@b.org' })
  })

  test('the environment has the last word', () => {
    expect(mergeSettings({ SENDER_NAME: 'Theirs' }, { SENDER_NAME: 'Ours' })).toEqual({ SENDER_NAME: 'Theirs' })
    expect(originOf('SENDER_NAME', { SENDER_NAME: 'Theirs' }, { SENDER_NAME: 'Ours' })).toBe('environment')
    expect(originOf('SENDER_NAME', {}, { SENDER_NAME: 'Ours' })).toBe('desk')
    expect(originOf('SENDER_NAME', { SENDER_NAME: '' }, {})).toBe('default')
  })

  test.each(['DKIM_SELECTOR', 'DKIM_KEY_FILE', 'DKIM_NEXT_SELECTOR'])(
    'a key of the desk is left aside as soon as the environment sets %s',
    (name) => {
      const stored = { DKIM_SELECTOR: 'desk', DKIM_KEY: 'pem', SENDER_NAME: 'Ours' }
      expect(mergeSettings({ [name]: 'x' }, stored)).toEqual({ [name]: 'x', SENDER_NAME: 'Ours' })
      expect(originOf('DKIM_KEY', { [name]: 'x' }, stored)).toBe('environment')
    },
  )

  test.each(['SECRET', 'DATABASE_URL', 'PORT', 'ROLES', 'DKIM_KEY_FILE', 'HOST'])('%s is never taken from the database', (name) => {
    expect(mergeSettings({}, { [name]: 'x' })).toEqual({})
  })
})
