/** Text reduced to letters and digits in lower case, so that the same words are found whatever blanks, line ends and marks stand between them. */
export const squash = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
