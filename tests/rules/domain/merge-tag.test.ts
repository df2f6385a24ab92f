import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutAtGaps, gap, MERGE_TAGS } from '../../../src/domain/merge-tag.ts'

const clean = fc.string({ unit: 'binary' }).map((text) => text.replace(/\p{Cc}/gu, ''))

describe('the gaps of a part', () => {
  test('content is cut where its gaps are, and nothing is lost', () => {
    fc.assert(
      fc.property(clean, fc.array(fc.tuple(fc.constantFrom(...MERGE_TAGS), clean)), (start, rest) => {
        const content = start + rest.map(([tag, text]) => gap(tag) + text).join('')
        expect(cutAtGaps(content)).toEqual({ texts: [start, ...rest.map(([, text]) => text)], tags: rest.map(([tag]) => tag) })
      }),
    )
  })

  test('clean text has no gap, whatever it spells', () => {
    for (const text of ['{{subject}}', '{{{x}}}', '{{#with __proto__}}', '${subject}', 'subject', '[subject]', ...MERGE_TAGS])
      expect(cutAtGaps(text)).toEqual({ texts: [text], tags: [] })
  })

  test('an unknown merge tag is a fault', () => expect(() => cutAtGaps('\u0001password\u0002')).toThrow('unknown merge tag "password"'))
})
