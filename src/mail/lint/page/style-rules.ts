import { readableCss } from './inline-style.ts'

export type StyleRule = { selector: string; declarations: string }

/** The rules of a style sheet that hold everywhere: those outside @media and other blocks that begin with @. */
export function unconditionalRules(css: string): StyleRule[] {
  const text = readableCss(css)
  const rules: StyleRule[] = []
  let depth = 0
  let start = 0
  let opened = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '{' && depth++ === 0) opened = at
    // An at-rule without a block, such as @charset, ends here.
    if (character === ';' && depth === 0) start = at + 1
    if (character !== '}' || depth === 0 || --depth > 0) continue
    const selector = text.slice(start, opened).trim()
    if (!selector.startsWith('@')) rules.push({ selector, declarations: text.slice(opened + 1, at) })
    start = at + 1
  }
  return rules
}
