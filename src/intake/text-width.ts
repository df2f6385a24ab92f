/** How wide a text is in columns: two for what East Asian scripts and emoji take, none for combining marks and joiners, else one. */
export function textWidth(text: string): number {
  const all = text.match(/[^\p{M}\p{Cf}]/gu)?.length ?? 0
  return all + (text.match(WIDE)?.length ?? 0)
}

const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\p{Emoji_Presentation}\u{20000}-\u{3FFFD}]/gu
