import type { Language } from '../../domain/briefing.ts'
import type { Instant } from '../../domain/instant.ts'

/**
 * `digest`: an edition on its way to a reader. `confirmation`: an answer to what a person has just done, such as signing up.
 * `notice`: a mail to our own people. Only a digest is a list's mail, so only there are the List fields and a way out demanded.
 */
export type MessageKind = 'digest' | 'confirmation' | 'notice'

/** What is known about a message besides its bytes. Everything may be absent: what nobody knows is not judged. */
export type LintContext = {
  now?: Instant
  /** A digest unless said otherwise. */
  kind?: MessageKind
  /** `html`: both parts are demanded. Unknown: a text part alone will do, as for readers who chose text. */
  format?: 'html' | 'text'
  /** The address that it must come from. */
  from?: string
  /** The domain that Message-ID, List-Id and signature must belong to; that of From when unknown. */
  ourDomain?: string
  bounceDomain?: string
  /** The canonical address that it is for. */
  recipient?: string
  envelope?: { from: string; to: string[] }
  /** Where the program is served. Links to it may be plain http when that is this machine. */
  baseUrl?: string
  postalAddress?: string
  senderName?: string
  language?: Language
  /** `required`: a key is set. `absent`: none is, signatures are not judged. `any` (the default): a signature is judged where there is one. */
  dkim?: 'required' | 'absent' | 'any'
  /** Takes the local part of the envelope's sender. */
  verifyBounceTag?: (localPart: string) => boolean
  /** Takes the https address of List-Unsubscribe. */
  verifyUnsubscribeToken?: (url: string) => boolean
}

export const isDigest = (context: LintContext): boolean => (context.kind ?? 'digest') === 'digest'

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** Whether an address leads to our own program on this machine, where nobody can have a certificate. */
export function isLocalOwn(url: URL, { baseUrl }: LintContext): boolean {
  const base = URL.parse(baseUrl ?? '')
  return base !== null && LOCAL_HOSTS.includes(base.hostname) && url.host === base.host
}
