import type { Language } from '../domain/briefing.ts'
import type { Links } from '../domain/links.ts'
import type { IsSigned, Sign } from '../domain/signature.ts'
import type { HashAddress } from '../domain/suppression.ts'
import type { DkimKey } from '../mail/dkim.ts'

/** Who publishes, and what all its mails have in common: settings made ready for use. */
export type Publication = {
  /** The one mailbox in From, constant (Gmail: "display names"). */
  sender: { name: string; address: string }
  /** Where answers of readers go; without: to the sender. */
  replyTo?: string | undefined
  /** What whoever reads is spoken to in, where nobody knows better; without: English. */
  language?: Language
  postalAddress: string
  /** The domain of the envelope sender, to which bounces come. */
  bounceDomain: string
  links: Links
  sign: Sign
  isSigned: IsSigned
  hashAddress: HashAddress
  dkim: DkimKey | undefined
  /** Links to stories lead through us, so that it is known how often each was followed; never by whom. Without: they lead there straight. */
  countsClicks?: boolean
  /** What can come back to us besides. Without: nothing. */
  waysIn?: { mail: boolean; postmark: boolean }
}
