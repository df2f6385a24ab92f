/** Puts together what was broken into lines: with a blank, but not between characters of scripts that are written without. */
export const joinLines = (lines: string[]): string =>
  lines
    .filter((line) => line !== '')
    .map((line, index, all) => (index === 0 ? line : gapBetween(all[index - 1] ?? '', line) + line))
    .join('')

const gapBetween = (before: string, after: string): string => (NO_BLANK_AFTER.test(before) && NO_BLANK_BEFORE.test(after) ? '' : ' ')

const NO_BLANK_AFTER = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\uFF01-\uFF60]$/u
const NO_BLANK_BEFORE = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\uFF01-\uFF60]/u
