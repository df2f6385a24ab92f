/** The digits of every script as 0 to 9, full width and Arabic-Indic ones too: `（٣）` → `（3）`. */
export const asciiDigits = (text: string): string => text.replace(/[\p{Nd}--[0-9]]/gv, (digit) => String(valueOf(digit)))

// Unicode encodes every set of decimal digits as a row of ten code points (Unicode 16, section 4.6), and rows that touch are whole rows.
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let before = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++
  return before % 10
}
