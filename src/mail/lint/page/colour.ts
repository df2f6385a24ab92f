/** Red, green and blue, 0 to 255. `unknown` is what cannot be judged: variables, gradients, half transparent, rare names. */
export type Colour = readonly [number, number, number] | 'unknown'

const NAMES: Record<string, string> = {
  black: '#000000', silver: '#c0c0c0', gray: '#808080', grey: '#808080', white: '#ffffff', maroon: '#800000', red: '#ff0000',
  purple: '#800080', fuchsia: '#ff00ff', green: '#008000', lime: '#00ff00', olive: '#808000', yellow: '#ffff00', navy: '#000080',
  blue: '#0000ff', teal: '#008080', aqua: '#00ffff', orange: '#ffa500', lightgray: '#d3d3d3', lightgrey: '#d3d3d3', darkgray: '#a9a9a9',
  darkgrey: '#a9a9a9', dimgray: '#696969', dimgrey: '#696969', whitesmoke: '#f5f5f5', gainsboro: '#dcdcdc',
} // prettier-ignore

/** Reads a CSS colour in lower case, or the value of an attribute such as bgcolor. */
export function readColour(written: string): Colour {
  const named = NAMES[written] ?? written
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(named)?.[1]
  if (hex !== undefined) return fromHex(hex)
  const [red, green, blue] = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*1(?:\.0+)?\s*)?\)$/.exec(named)?.slice(1) ?? []
  return blue === undefined ? 'unknown' : [Number(red), Number(green), Number(blue)]
}

/** `#rrggbb`, to be shown to people. */
export const hexOf = (colour: Exclude<Colour, 'unknown'>): string =>
  `#${colour.map((channel) => Math.min(channel, 255).toString(16).padStart(2, '0')).join('')}`

/** 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(one: Exclude<Colour, 'unknown'>, other: Exclude<Colour, 'unknown'>): number {
  const [dim = 0, bright = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dim + 0.05)
}

function fromHex(hex: string): Colour {
  const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
  const value = parseInt(full, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

function luminanceOf(colour: Exclude<Colour, 'unknown'>): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
