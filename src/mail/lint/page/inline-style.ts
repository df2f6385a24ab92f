/** The declarations of a style attribute: property and value in lower case, the last of each property, without `!important`. */
export type InlineStyle = Map<string, string>

export function readInlineStyle(css = ''): InlineStyle {
  const style: InlineStyle = new Map()
  for (const declaration of readableCss(css).split(';')) {
    const colon = declaration.indexOf(':')
    if (colon < 0) continue
    const value = declaration
      .slice(colon + 1)
      .replace('!important', '')
      .trim()
      .toLowerCase()
    style.set(declaration.slice(0, colon).trim().toLowerCase(), value)
  }
  return style
}

/** CSS as a browser understands it: without comments, with escapes such as `\75 rl` read (CSS Syntax 3, §4.3.7). */
export function readableCss(css: string): string {
  return withoutComments(css).replace(/\\(?:([0-9a-f]{1,6})\s?|(.))/gi, (_, hex: string | undefined, plain: string | undefined) =>
    hex === undefined ? (plain ?? '') : String.fromCodePoint(Math.min(parseInt(hex, 16), 0x10ffff)),
  )
}

function withoutComments(css: string): string {
  const pieces: string[] = []
  let end = 0
  for (let start = css.indexOf('/*'); start >= 0; start = css.indexOf('/*', end)) {
    pieces.push(css.slice(end, start))
    const close = css.indexOf('*/', start + 2)
    end = close < 0 ? css.length : close + 2
  }
  return [...pieces, css.slice(end)].join('')
}
