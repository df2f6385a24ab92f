/**
 * One line of plain text as Markdown that prints it literally: `**x** <b> 1.` stays that. Only what Markdown would read as a mark is
 * escaped, since editors go on writing in the outcome (CommonMark 0.31, 2.4 and 4 to 6, with tables and strikethrough).
 */
export const escapeMarkdown = (line: string): string =>
  line
    .replaceAll(/[\\`*_[\]<]|~(?=~)|(?<=~)~|&(?=#?\w+;)/g, '\\$&')
    .replace(/^[-+>#]/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
