import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { accentShades, contrast, PALETTE, READABLE } from '../../../src/render/palette.ts'

const css = readFileSync(new URL('../../../templates/pages/styles/colours.css', import.meta.url), 'utf8')
const [lightRules = '', darkRules = ''] = css.split('@media (prefers-color-scheme: dark)')

describe.each([
  ['light', lightRules],
  ['dark', darkRules],
] as const)('on %s ground', (ground, rules) => {
  const colour = (name: string): string => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(rules)?.[1] ?? ''

  test('pages have the colours of the mail', () => {
    for (const [name, shade] of Object.entries(PALETTE)) expect(colour(name), name).toBe(shade[ground])
    expect(colour('accent')).toBe(accentShades()[ground])
  })

  test('every text can be read, and every field be seen (WCAG 2.2, 1.4.3 and 1.4.11)', () => {
    for (const text of ['ink', 'soft', 'muted', 'accent', 'good']) {
      for (const paper of ['paper', 'tint'])
        expect(contrast(colour(text), colour(paper)), `${text} on ${paper}`).toBeGreaterThanOrEqual(READABLE)
    }
    expect(contrast(colour('edge'), colour('paper'))).toBeGreaterThanOrEqual(3)
  })
})
