import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeTexts } from '../../../src/domain/merge-texts.ts'

const merged = (base: string, mine: string, theirs: string): string =>
  mergeTexts(base, mine, theirs)
    .map((piece) => (piece.kind === 'same' ? piece.text : `<${piece.mine}|${piece.theirs}>`))
    .join('\n')

describe('two versions of a text', () => {
  test.each([
    ['a\nb\nc', 'A\nb\nc', 'a\nb\nC', 'A\nb\nC'],
    ['a\nb\nc', 'a\nc', 'a\nb\nc\nd', 'a\nc\nd'],
    ['a\nb\nc', 'a\nX\nc', 'a\nY\nc', 'a\n<X|Y>\nc'],
    ['a\nb\nc', 'a\nX\nc', 'a\nX\nc', 'a\nX\nc'],
    ['a', 'a\nmine', 'a\ntheirs', 'a\n<mine|theirs>'],
    ['', 'mine', '', 'mine'],
    ['a\nb', '', 'a\nb', ''],
  ])('of %j: %j and %j become %j', (base, mine, theirs, expected) => {
    expect(merged(base, mine, theirs)).toBe(expected)
  })

  test('lose no line that either has added', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))
    const own = (mark: string) =>
      fc.array(fc.constantFrom('a', 'b', 'c', 'd', '', mark), { maxLength: 12 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, own('MINE'), own('THEIRS'), (base, mine, theirs) => {
        const all = merged(base, mine, theirs)
        const count = (said: string, mark: string): number => said.split(mark).length - 1
        return count(all, 'MINE') === count(mine, 'MINE') && count(all, 'THEIRS') === count(theirs, 'THEIRS')
      }),
    )
  })

  test('are the one that changed where only one did', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))
    fc.assert(fc.property(text, text, (base, other) => merged(base, other, base) === other && merged(base, base, other) === other))
  })
})
