/**
 * Text as a terminal may print it. What comes from files, mail servers and databases must not steer it: escape sequences (ECMA-48) move
 * the cursor and set the clipboard, and bidi embeddings and overrides (UAX 9) turn a line around. Line breaks and tabs stay.
 */
export const printable = (text: string): string => text.replaceAll(STEERING, '\uFFFD')

/** The same for JSON: `JSON.stringify` escapes the controls below U+0020 only, and an escape keeps the value what it is. */
export const printableJson = (json: string): string =>
  json.replaceAll(STEERING, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

const STEERING = /[[\p{Cc}--[\t\n]]\u202A-\u202E]/gv
