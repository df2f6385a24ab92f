import { expect, test } from 'vitest'
import type { SubscriptionChoice } from '../../../src/domain/choice.ts'
import { REASONS } from '../../../src/mail/reports/reason.ts'
import { deskWords } from '../../../src/render/render-desk-page.ts'
import { sayChanges, sayCode, sayWhy } from '../../../src/web/desk/lists/timeline-words.ts'

const [en, zh] = [deskWords('en'), deskWords('zh')]
const names = {
  topics: new Map([
    [1, 'world'],
    [2, 'science'],
  ]),
}
const HOUR = { zone: 'Asia/Tokyo', minute: 420, weekdays: 0b0010101 }
const WISH: SubscriptionChoice = {
  ...{ state: 'active', topicIds: [1], hour: HOUR, languages: ['en', 'zh'], format: 'html', pause: null, quiet: null, silentNote: false },
}

test('what a reader changed is said in words, in the language of who looks', () => {
  const before = { digestId: 1, what: WISH }
  const choice = { digestId: 1, what: { ...WISH, state: 'ended' as const, topicIds: [1, 2], format: 'text' as const } }
  expect(sayChanges(en, { choice, before }, names)).toEqual([
    'State: gets mail → has left',
    'Topics: world → world and science',
    'Format: HTML → Plain text',
  ])
  expect(sayChanges(zh, { choice, before }, names)[1]).toBe('主题：world → world和science')
  expect(sayChanges(en, { choice: before, before: undefined }, names)).toContain('Hour: Mon, Wed and Fri 07:00 Asia/Tokyo')
})

test('every reason for which a server did not take a mail has words in both languages; an answer of a server stays as it is', () => {
  for (const reason of Object.keys(REASONS)) {
    expect(sayCode(en, 'reason', reason)).toMatch(/ /)
    expect(sayCode(zh, 'reason', reason)).toMatch(/\p{Script=Han}/u)
  }
  expect(sayCode(zh, 'reason', 'never heard of')).toBe('never heard of')
  expect(sayWhy(en, 'suppressed: complaint')).toBe('we do not write to this address · Called a mail spam')
  expect(sayWhy(en, 'too late to be useful; 451 later')).toBe('it was too late to be useful · 451 later')
  expect(sayWhy(en, '550 5.1.1 no such user')).toBe('550 5.1.1 no such user')
})
