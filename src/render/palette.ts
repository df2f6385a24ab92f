/** A colour on light ground and its twin on dark ground, as `#rrggbb`. */
export type Shade = { light: string; dark: string }

/** The colours of the mail. Text stands on `paper`; `hair` is for rules that carry no meaning. */
export const PALETTE = {
  paper: { light: '#fffdf8', dark: '#181614' },
  ink: { light: '#211d18', dark: '#ece7de' },
  soft: { light: '#4a443c', dark: '#cbc4b8' },
  muted: { light: '#6b645a', dark: '#a69e91' },
  hair: { light: '#dcd6ca', dark: '#3c3833' },
} as const satisfies Record<string, Shade>

const ACCENT: Shade = { light: '#9c2a1f', dark: '#e58a7d' }

/** WCAG 2.2, success criterion 1.4.3. */
export const READABLE = 4.5

/** A digest's colour, made darker for light ground and lighter for dark ground until text in it is readable on paper, and paper readable on it. */
export function accentShades(colour?: string): Shade {
  if (colour === undefined || !/^#[0-9a-f]{6}$/i.test(colour)) return ACCENT
  return { light: readableOn('light', colour), dark: readableOn('dark', colour) }
}

function readableOn(ground: keyof Shade, colour: string): string {
  const towards = ground === 'light' ? 0 : 255
  const steps = Array.from({ length: 51 }, (_, step) => mix(colour, towards, step / 50))
  return steps.find((step) => contrast(step, PALETTE.paper[ground]) >= READABLE) ?? PALETTE.ink[ground]
}

/** The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dim + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const channelsOf = (colour: string) => [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))

const mix = (colour: string, towards: number, share: number) =>
  `#${channelsOf(colour)
    .map((channel) =>
      Math.round(channel + (towards - channel) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
