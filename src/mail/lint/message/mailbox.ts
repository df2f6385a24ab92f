import { decodeHeaderValue, fromUtf8 } from './encoded-word.ts'
import { readHeaderTokens, type HeaderToken } from './header-tokens.ts'

/** Name and address as a reader sees them; the name may be empty. */
export type Mailbox = { name: string; address: string }

export type MailboxList = { mailboxes: Mailbox[]; hasGroup: boolean }

/** Reads the value of From, To and the like. Never fails: what is no address comes out as an odd one, for others to judge. */
export function readMailboxes(value: string): MailboxList {
  const tokens = readHeaderTokens(value).filter(({ kind }) => kind !== 'comment')
  const entries: HeaderToken[][] = [[]]
  for (const token of tokens) {
    if (token.kind !== 'separator') entries.at(-1)?.push(token)
    // The name of a group stands before a colon, and is nobody's.
    else if (token.text === ':') entries[entries.length - 1] = []
    else entries.push([])
  }
  const mailboxes = entries.map(readMailbox).filter(({ name, address }) => name !== '' || address !== '')
  return { mailboxes, hasGroup: tokens.some(({ kind, text }) => kind === 'separator' && text === ':') }
}

export const localPartOf = (address: string): string => address.slice(0, Math.max(0, address.lastIndexOf('@')))

export const domainOf = (address: string): string => (address.includes('@') ? address.slice(address.lastIndexOf('@') + 1) : '')

function readMailbox(tokens: HeaderToken[]): Mailbox {
  const angled = tokens.find(({ kind }) => kind === 'angled')
  if (!angled) return { name: '', address: fromUtf8(textOf(tokens)).trim() }
  const phrase = tokens.slice(0, tokens.indexOf(angled))
  return { name: decodeHeaderValue(textOf(phrase)).trim(), address: fromUtf8(angled.text).trim() }
}

// A quoted local part keeps its quotes, so that it is seen to be one: "a b"@example.com.
const textOf = (tokens: HeaderToken[]): string =>
  tokens.map(({ kind, text }, index) => (kind === 'quoted' && tokens[index + 1]?.text.startsWith('@') ? `"${text}"` : text)).join('')
