import { isLikeReportAddress } from '../report-address.ts'
import { listAddresses } from '../reports/mail-address.ts'

/** What servers write above a mail that they keep, the surest first. */
const FIELDS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to', 'to', 'cc']
const MOST_HEADER = 64_000
const MOST_FIELDS = 50

/**
 * To which address of ours a mail in a mailbox came. Only its own header counts, never what it quotes; several mails of ours may stand in
 * that. Without such an address: the one that it came to, to be shown to a person.
 */
export function findRecipient(raw: Uint8Array, bounceDomain: string): string {
  const addresses = addressesIn(headerOf(raw))
  return addresses.find((address) => isLikeReportAddress(address, bounceDomain)) ?? addresses[0] ?? ''
}

function headerOf(raw: Uint8Array): string {
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, MOST_HEADER)).toString('latin1').replace(/\r\n?/g, '\n')
  const end = start.indexOf('\n\n')
  return end < 0 ? start : start.slice(0, end)
}

function addressesIn(header: string): string[] {
  const fields = header
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .map((line) => /^([\w-]+)[ \t]*:(.*)$/.exec(line))
  return FIELDS.flatMap((name) =>
    fields
      .filter((field) => field?.[1]?.toLowerCase() === name)
      .slice(0, MOST_FIELDS)
      .flatMap((field) => listAddresses((field?.[2] ?? '').slice(0, 4_000))),
  )
}
