import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accentShades, contrast, PALETTE, READABLE } from '../../../src/render/palette.ts'

test('contrast is that of WCAG: 21 for black on white, 1 for a colour on itself, the same both ways', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2)
  expect(contrast('#123456', '#123456')).toBe(1)
})

test.each(['ink', 'soft', 'muted'] as const)('%s can be read on paper, in light and in dark', (name) => {
  expect(contrast(PALETTE[name].light, PALETTE.paper.light)).toBeGreaterThanOrEqual(READABLE)
  expect(contrast(PALETTE[name].dark, PALETTE.paper.dark)).toBeGreaterThanOrEqual(READABLE)
})

describe('the colour of a digest', () => {
  const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

  test('becomes readable, whatever it is', () => {
    fc.assert(
      fc.property(colours, (colour) => {
        const { light, dark } = accentShades(colour)
        return contrast(light, PALETTE.paper.light) >= READABLE && contrast(dark, PALETTE.paper.dark) >= READABLE
      }),
    )
  })

  test('stays as it is where it can be read already', () => {
    expect(accentShades('#9c2a1f').light).toBe('#9c2a1f')
    expect(accentShades('#FFCC00').dark).toBe('#ffcc00')
  })

  test.each([undefined, 'red', '#fff', '#12345g', 'url(x)', '#9c2a1f;color:red'])(
    'is ours when there is none or it is none: %s',
    (colour) => {
      expect(accentShades(colour)).toEqual(accentShades())
      expect(contrast(accentShades(colour).light, PALETTE.paper.light)).toBeGreaterThanOrEqual(READABLE)
      expect(contrast(accentShades(colour).dark, PALETTE.paper.dark)).toBeGreaterThanOrEqual(READABLE)
    },
  )
})
