import { expect, test } from 'vitest'
import { mergedMute } from '../../../src/domain/merged-mute.ts'

const FOLLOWED = { isFollowed: true, mutedUntil: undefined }
const MUTED = { isFollowed: true, mutedUntil: null }
const ELSEWHERE = { isFollowed: false, mutedUntil: undefined }

test('a topic that is followed and heard lets the merged one be heard', () => {
  expect(mergedMute(FOLLOWED, MUTED)).toBeUndefined()
  expect(mergedMute(MUTED, FOLLOWED)).toBeUndefined()
  expect(mergedMute(FOLLOWED, { isFollowed: false, mutedUntil: null })).toBeUndefined()
})

test('a mute goes along where the other topic was not followed', () => {
  expect(mergedMute(MUTED, ELSEWHERE)).toBeNull()
  expect(mergedMute(ELSEWHERE, { isFollowed: false, mutedUntil: 7 })).toBe(7)
  expect(mergedMute(ELSEWHERE, ELSEWHERE)).toBeUndefined()
})

test('of two mutes the one that ends first counts', () => {
  expect(mergedMute({ ...MUTED, mutedUntil: 9 }, { ...MUTED, mutedUntil: 7 })).toBe(7)
  expect(mergedMute(MUTED, { ...MUTED, mutedUntil: 7 })).toBe(7)
  expect(mergedMute(MUTED, MUTED)).toBeNull()
})
