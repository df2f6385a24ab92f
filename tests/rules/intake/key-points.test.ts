import { expect, test } from 'vitest'
import { keyPoints } from '../../../src/intake/key-points.ts'
import type { Block, Passage } from '../../../src/intake/passage.ts'
import { textWidth } from '../../../src/domain/text-width.ts'

const list = (...items: string[]): Block => ({ kind: 'list', ordered: false, items, onlyLinks: false })
const links = (...items: string[]): Block => ({ kind: 'list', ordered: false, items, onlyLinks: true })
const passage = (...blocks: Block[]): Passage => ({ heading: 'Heading', blocks })

test('the list of the closing section sums up', () => {
  expect(keyPoints([passage(list('a', 'b', 'c', 'd')), passage(list('x', 'y', 'z'))])).toEqual(['x', 'y', 'z'])
})

test('where the closing section has none, the first list of three or more leads', () => {
  expect(keyPoints([passage(list('a', 'b')), passage(list('c', 'd', 'e')), passage(list('f', 'g', 'h')), passage(list('i'))])).toEqual([
    'c',
    'd',
    'e',
  ])
})

test('short lists are taken together', () => {
  expect(keyPoints([passage(list('a', 'b')), passage(list('c'), list('d', 'e')), passage(list('f', 'g'))])).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
  ])
})

test('there are never more than five', () => {
  expect(keyPoints([passage(list('a', 'b', 'c', 'd', 'e', 'f', 'g'))])).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('lists of links say nothing', () => {
  expect(keyPoints([passage(list('a', 'b', 'c')), passage(links('x', 'y', 'z'))])).toEqual(['a', 'b', 'c'])
  expect(keyPoints([passage(links('x', 'y', 'z'))])).toEqual([])
})

test('a text without lists has none', () => {
  expect(keyPoints([passage({ kind: 'paragraph', text: 'Only text.' })])).toEqual([])
  expect(keyPoints([])).toEqual([])
})

test('what links the items of a sentence is left out at their end', () => {
  expect(keyPoints([passage(list('one;', '二；', 'three,', 'Four.'))])).toEqual(['one', '二', 'three', 'Four.'])
})

test('a long item is cut after a word', () => {
  const [point = ''] = keyPoints([passage(list(`${'Escalating sanctions, '.repeat(20)}end`))])
  expect(point).toMatch(/^(?:Escalating sanctions, )+Escalating sanctions…$|^(?:Escalating sanctions, )+Escalating…$/)
  expect(textWidth(point)).toBeLessThanOrEqual(160)
  expect(textWidth(point)).toBeGreaterThan(130)
})

test('a long Chinese item is cut after some eighty characters', () => {
  const [point = ''] = keyPoints([passage(list('设备交付周期延长，高端人才不足。'.repeat(20)))])
  expect(point.length).toBeGreaterThan(70)
  expect(point.length).toBeLessThanOrEqual(80)
  expect(point).toMatch(/\p{sc=Han}…$/u)
})

test('a megabyte without a blank is cut, and families stay together', () => {
  expect(keyPoints([passage(list('a'.repeat(1_000_000), '👩‍👩‍👧'.repeat(500), ', '.repeat(500_000)))])).toEqual([
    `${'a'.repeat(159)}…`,
    `${'👩‍👩‍👧'.repeat(79)}…`,
  ])
})
