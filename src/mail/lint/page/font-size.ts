import type { InlineStyle } from './inline-style.ts'

const KEYWORDS: Record<string, number> = {
  'xx-small': 9, 'x-small': 10, small: 13, medium: 16, large: 18, 'x-large': 24, 'xx-large': 32,
} // prettier-ignore

/** How much larger than their surroundings browsers show these elements (HTML, "Rendering"). */
const FACTORS: Record<string, number> = { h1: 2, h2: 1.5, h3: 1.17, h4: 1, h5: 0.83, h6: 0.67, small: 0.83, big: 1.2 }

/** The size of an element's text in CSS pixels; undefined where the mail program decides. */
export function fontSizeOf(name: string, style: InlineStyle, inherited: number | undefined): number | undefined {
  const written = style.get('font-size') ?? /(?<![\d.])[\d.]{1,9}(?:px|pt|rem|em|%)/.exec(style.get('font') ?? '')?.[0]
  if (written !== undefined) return readSize(written, inherited)
  if (name === 'font' || name === 'sub' || name === 'sup') return undefined
  return inherited === undefined ? undefined : inherited * (FACTORS[name] ?? 1)
}

function readSize(written: string, inherited: number | undefined): number | undefined {
  const [, digits = '', unit = ''] = /^([\d.]+)(px|pt|rem|em|%)?$/.exec(written) ?? []
  const value = Number(digits)
  if (digits === '' || Number.isNaN(value)) return KEYWORDS[written]
  if (unit === 'px' || value === 0) return value
  if (unit === 'pt') return (value * 4) / 3
  if (unit === 'rem') return value * 16
  if (inherited === undefined || unit === '') return undefined
  return inherited * (unit === '%' ? value / 100 : value)
}
