/**
 * A report that a person forwarded stands behind `> ` marks, below the header that the mail program copied. When most lines carry the marks
 * they are taken off, and that header with them; the `>>>` and `<<<` of a transcript stay.
 */
export function unquote(text: string): string {
  const lines = text.split('\n')
  const quoted = lines.filter((line) => /^>(?: |$|>>>)/.test(line)).length
  if (quoted < 5 || quoted < lines.length / 3) return text
  const bare = lines.map((line) => line.replace(/^> ?/, ''))
  const start = lines.findIndex((line) => /^> ?(?:from|subject|date|to)\s?:/i.test(line))
  const end = bare.findIndex((line, index) => index > start && line.trim() === '')
  return start < 0 || end < 0 ? bare.join('\n') : [...bare.slice(0, start), ...bare.slice(end)].join('\n')
}
