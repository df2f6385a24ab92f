import { readColour, type Colour } from './colour.ts'
import { fontSizeOf } from './font-size.ts'
import { readInlineStyle, type InlineStyle } from './inline-style.ts'
import type { Appearance, Element } from './element.ts'

/** A page before any element says something. */
export const BLANK_PAGE: Appearance = {
  language: undefined,
  direction: undefined,
  colour: [0, 0, 0],
  background: [255, 255, 255],
  fontSize: 16,
  isHidden: false,
  isIsolated: false,
  link: undefined,
  heading: undefined,
  table: undefined,
  block: undefined,
  isDecoration: false,
}

const BLOCKS = new Set(
  'html body div p table tr td th ul ol li dl dt dd h1 h2 h3 h4 h5 h6 blockquote section article header footer main center pre hr address'.split(
    ' ',
  ),
)

/** What an element makes of its surroundings. */
export function appearanceOf(element: Element, around: Appearance): Appearance {
  const { name, attributes } = element
  const style = readInlineStyle(attributes.get('style'))
  const direction = directionOf(element, style)
  return {
    language: attributes.get('lang') ?? around.language,
    direction: direction ?? around.direction,
    colour: isFaded(style) ? 'unknown' : textColourOf(element, style, around.colour),
    background: isFaded(style) ? 'unknown' : backgroundOf(element, style, around.background),
    fontSize: fontSizeOf(name, style, around.fontSize),
    isHidden: around.isHidden || attributes.has('hidden') || hides(style),
    isIsolated: name === 'bdi' || direction === 'auto' || (around.isIsolated && direction === undefined),
    link: name === 'a' ? element : around.link,
    heading: /^h[1-6]$/.test(name) ? element : around.heading,
    table: name === 'table' ? element : around.table,
    block: BLOCKS.has(name) ? element : around.block,
    isDecoration: around.isDecoration || attributes.get('aria-hidden') === 'true',
  }
}

// CSS says what is shown where both speak: MJML writes direction:ltr on every section that was not told otherwise.
function directionOf({ attributes }: Element, style: InlineStyle): Appearance['direction'] {
  const written = style.get('direction') ?? attributes.get('dir')?.toLowerCase()
  return written === 'ltr' || written === 'rtl' || written === 'auto' ? written : undefined
}

const isFaded = (style: InlineStyle): boolean => Number(style.get('opacity') ?? 1) < 1 || style.has('mix-blend-mode') || style.has('filter')

function textColourOf({ name, attributes }: Element, style: InlineStyle, around: Colour): Colour {
  const written = style.get('color') ?? (name === 'font' ? attributes.get('color') : name === 'body' ? attributes.get('text') : undefined)
  if (written === 'inherit' || written === 'currentcolor') return around
  if (written !== undefined) return readColour(written.toLowerCase())
  return name === 'a' && attributes.has('href') ? 'unknown' : around
}

function backgroundOf({ attributes }: Element, style: InlineStyle, around: Colour): Colour {
  const image = style.get('background-image') ?? style.get('background') ?? ''
  if (attributes.has('background') || /url\(|gradient|image/.test(image)) return 'unknown'
  const written = style.get('background-color') ?? style.get('background') ?? attributes.get('bgcolor')?.toLowerCase()
  if (written === undefined || ['', 'transparent', 'inherit', 'none', 'initial', '0', '0 0'].includes(written)) return around
  return readColour(written)
}

function hides(style: InlineStyle): boolean {
  const isCollapsed = /^0(px)?$/.test(style.get('max-height') ?? style.get('height') ?? '') && style.get('overflow') === 'hidden'
  return (
    style.get('display') === 'none' || style.get('visibility') === 'hidden' || /^0?\.?0*$/.test(style.get('opacity') ?? '1') || isCollapsed
  )
}
