import type { Header } from './header.ts'

/** Reply-To, once and only where it says something that From does not (RFC 5322 §3.6.2). The signature covers it, and covers it once more. */
export const replyHeader = ({ replyTo, sender }: { replyTo?: string | undefined; sender: { address: string } }): Header[] =>
  replyTo === undefined || replyTo === sender.address ? [] : [['Reply-To', `<${replyTo}>`]]
