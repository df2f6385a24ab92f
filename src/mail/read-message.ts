import PostalMime, { type Address, type Email } from 'postal-mime'

/** A message as a mail program shows it. What it does not have is empty or missing; dates as it gives them. */
export type ReadMessage = {
  subject: string
  /** `Name <address>`, several joined by commas. */
  from: string
  to: string
  date: string
  html?: string
  text?: string
  headers: { name: string; value: string }[]
}

const NOTHING_READABLE: ReadMessage = { subject: '', from: '', to: '', date: '', headers: [] }

/** Reads any bytes leniently: what is no message comes out empty. */
export async function readMessage(raw: Uint8Array): Promise<ReadMessage> {
  try {
    return messageOf(await PostalMime.parse(withWholeNewlines(raw)))
  } catch {
    // Nested or headed beyond the parser's limits. Its source can still be looked at.
    return NOTHING_READABLE
  }
}

// The parser finds no lines in a message whose line ends are bare CRs.
const withWholeNewlines = (raw: Uint8Array): Buffer =>
  Buffer.from(
    Buffer.from(raw)
      .toString('latin1')
      .replace(/\r\n?|\n/g, '\r\n'),
    'latin1',
  )

function messageOf(email: Email): ReadMessage {
  return {
    subject: email.subject ?? '',
    from: email.from ? mailboxText(email.from) : '',
    to: (email.to ?? []).map(mailboxText).join(', '),
    date: email.headers.find(({ key }) => key === 'date')?.value ?? '',
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    ...(email.html !== undefined && { html: email.html }),
    ...(email.text !== undefined && { text: email.text }),
  }
}

function mailboxText({ name, address = '' }: Address): string {
  return name === '' || name === address ? address : `${name} <${address}>`.replace(' <>', '')
}
