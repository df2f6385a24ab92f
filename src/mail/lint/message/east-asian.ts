const LETTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Whether a line holds letters that are two columns wide, between any two of which it may be broken. */
export const isEastAsian = (line: string): boolean => LETTER.test(line)
