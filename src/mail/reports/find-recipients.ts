import { ADDRESS, distinctAddresses, isSame, listAddresses, readAddress } from './mail-address.ts'
import type { ReportParts } from './report-parts.ts'

/** An address that the report's prose says could not be reached, and the words that go with it. */
export type FoundRecipient = { address: string; section: string }

type Candidate = { address: string; strength: number }

const A = String.raw`["'<[]?(${ADDRESS.source})`

const LABELS = [
  String.raw`rcpt to|final recipient|original recipient|recipient(?:'s)?(?: address| name| e-?mail)?|intended recipient|failed address`,
  String.raw`bounced address|delivery failed|undeliverable (?:to|address)|empfänger(?:adresse)?|destinataire|destinatari[oa]|destinatário`,
  String.raw`получатель|受信者|宛先|収件人|收件人`,
].join('|')
const VERBS = 'deliver\\w*|undeliver\\w*|sen[dt]|fail\\w*|reject\\w*|reach\\w*|permanent errors?|addressed|message|mail|errors?'
const FAULTS = 'fail\\w*|undeliver\\w*|unknown|invalid|error|reject\\w*|user|address|duplicated'

// From the surest to the vaguest way of naming whom it is about.
const NAMED = new RegExp(String.raw`(?:${LABELS})\s*(?:\([^)]{0,40}\))?\s*[:：;=]?\s*(?:to\s)?${A}`, 'iu')
const LEADING = new RegExp(String.raw`^[\s>*•·|+\-–.]*(?:\d{1,3}[.)]\s*)?${A}["'>\]]?(?=$|[\s:;,.<[(。、—-])`, 'u')
const IN_SENTENCE = new RegExp(String.raw`(?:${VERBS})\b[^@\n]{0,80}?\b(?:to|for|at|by|errors?:?)\s*:?\s*${A}`, 'iu')
const IN_REPLY = new RegExp(String.raw`(?:^|[\s:])[45]\d\d[ -].{0,120}?${A}`, 'u')
const AFTER_WORD = new RegExp(String.raw`\b(?:${FAULTS})\b[^@\n]{0,60}[:\s]${A}`, 'iu')
const WAYS = [NAMED, LEADING, IN_SENTENCE, IN_REPLY, AFTER_WORD]

const SURE = 5
const STRENGTHS = [SURE, SURE, 3, 2, 2]
const NOT_A_RECIPIENT =
  /(?:mail from|^\s*(?:from|sender|reply-to|cc|return-path|errors-to|generated from|ultimately)|contact|^\s*message-?id|help|assistance|please (?:send|forward|mail|write))/i

/**
 * Finds whom a report in prose is about, in the order they stand. The report goes to the one who sent the mail, so that one's own address
 * is taken only when there is no other.
 */
export function findRecipients(parts: ReportParts): FoundRecipient[] {
  const lines = parts.said.split('\n')
  const candidates = lines.flatMap((line) => candidateOf(line))
  const own = addressesOf(parts, ['to', 'from', 'delivered-to', 'x-original-to'])
  const others = candidates.filter((each) => !own.some((address) => isSame(address, each.address)))
  const known =
    [
      named(parts, others),
      strongest(others),
      strongest(candidates),
      addressesOf(parts, ['x-bounced-address']),
      returnedRecipient(parts),
    ].find((each) => each.length > 0) ?? []
  return known.map((address) => ({ address, section: sectionOf(address, known, lines) }))
}

function candidateOf(line: string): Candidate[] {
  if (line.length > 1_000 || !line.includes('@')) return []
  for (const [rank, pattern] of WAYS.entries()) {
    const address = pattern.exec(line)?.[1]
    if (address === undefined) continue
    if (rank > 1 && NOT_A_RECIPIENT.test(line.slice(0, line.indexOf(address)))) continue
    const all = pattern === LEADING ? alsoNamed(line, address) : [address]
    return all.map((each) => ({ address: readAddress(each) ?? each, strength: STRENGTHS[rank] ?? 0 }))
  }
  return []
}

/** A line may be a list: "a@example.org, b@example.org". */
function alsoNamed(line: string, address: string): string[] {
  const all = listAddresses(line)
  const rest = all.reduce((text, each) => text.replace(each, ''), line)
  return /^[\s<>,;]*$/.test(rest) ? all : [address]
}

/** Exim and Gmail name the recipients in a header. One that the text does not know, while it names others, was rewritten on the way. */
function named(parts: ReportParts, candidates: Candidate[]): string[] {
  const addresses = addressesOf(parts, ['x-failed-recipients', 'x-mailer-daemon-recipients'])
  const spokenOf = addresses.filter((address) => parts.said.toLowerCase().includes(address.toLowerCase()))
  if (spokenOf.length > 0) return spokenOf
  return candidates.some((each) => each.strength >= SURE) ? [] : addresses
}

function strongest(candidates: Candidate[]): string[] {
  const most = Math.max(0, ...candidates.map((each) => each.strength))
  return distinct(candidates.filter((each) => each.strength === most).map((each) => each.address))
}

const addressesOf = (parts: ReportParts, names: string[]): string[] =>
  distinct(names.flatMap((name) => parts.header(name)).flatMap((value) => listAddresses(value.slice(0, 4_000))))

function returnedRecipient(parts: ReportParts): string[] {
  const field = /^(?:x-original-to|x-actual-recipient|to): *(.*(?:\n[ \t].*){0,5})/im.exec(parts.returned)?.[1] ?? ''
  return listAddresses(field).slice(0, 1)
}

/** The lines about one address: from where it stands to where the next one stands, and every other line that names it. */
function sectionOf(address: string, all: string[], lines: string[]): string {
  if (all.length === 1) return lines.join('\n')
  const names = (line: string, who: string): boolean => line.toLowerCase().includes(who.toLowerCase())
  const others = all.filter((other) => other !== address)
  let isMine = false
  const mine = lines.filter((line) => {
    if (names(line, address)) isMine = true
    else if (others.some((other) => names(line, other))) isMine = false
    return isMine
  })
  return mine.join('\n')
}

const distinct = (addresses: string[]): string[] => distinctAddresses(addresses).slice(0, 100)
