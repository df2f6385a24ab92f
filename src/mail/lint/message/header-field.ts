/** One header field as it stands. All strings hold one character per octet (latin1). */
export type HeaderField = {
  name: string
  /** Without the name, unfolded, without blanks around it. Cut where it is absurdly long. */
  value: string
  /** The field's physical lines. */
  lines: string[]
  octets: number
  /** The number of its first line, from 1. */
  line: number
}

/** A line of the header that belongs to no field. */
export type StrayLine = { text: string; line: number }

export type HeaderBlock = { fields: HeaderField[]; strayLines: StrayLine[] }

// More than anybody accepts (Gmail: 5,000 fields of 32 KB); what lies beyond is not read, so that no header takes long.
const MOST_ENTRIES = 10_000
const MOST_VALUE = 65_536

const FIELD = /^([!-9;-~]+):/

/** Reads a header block whose lines end in \n. */
export function readHeaderBlock(block: string): HeaderBlock {
  const fields: HeaderField[] = []
  const strayLines: StrayLine[] = []
  for (const [index, text] of (block === '' ? [] : block.split('\n')).entries()) {
    const name = FIELD.exec(text)?.[1]
    const last = fields.at(-1)
    if (name !== undefined) fields.push({ name, value: '', lines: [text], octets: text.length + 2, line: index + 1 })
    else if (last && /^[ \t]+[^ \t]/.test(text)) continueField(last, text)
    else strayLines.push({ text, line: index + 1 })
    if (fields.length + strayLines.length > MOST_ENTRIES) break
  }
  for (const field of fields) field.value = unfold(field)
  return { fields, strayLines }
}

export function fieldsNamed(fields: HeaderField[], name: string): HeaderField[] {
  const wanted = name.toLowerCase()
  return fields.filter((field) => field.name.toLowerCase() === wanted)
}

function continueField(field: HeaderField, text: string): void {
  field.lines.push(text)
  field.octets += text.length + 2
}

// Unfolding takes out the line ends only (RFC 5322 §2.2.3); the blanks after them belong to the value.
const unfold = ({ name, lines }: HeaderField): string =>
  lines
    .join('')
    .slice(name.length + 1, MOST_VALUE)
    .trim()
