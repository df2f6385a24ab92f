import { says, type ReplyRule } from '../reply-rule.ts'

/** Who we are was not proved, or not to their liking: SPF, DKIM, DMARC, TLS and the name of our address. */
export const AUTHENTICATION_RULES: ReplyRule[] = [
  {
    id: 'authentication',
    reason: 'authentication',
    source: 'RFC 7208 §8.4, RFC 6376 §6.3, RFC 9989; Gmail 5.7.26 to 5.7.30 and 5.7.40; Microsoft 5.7.509, 5.7.515',
    text: says(
      /\b(?:open)?spf\b|\bdkim\b|\bdmarc\b|domain ?keys|sender policy framework|\bsender ?id\b|domain-based message/u,
      /unauthenticated (?:e-?mail|mail|message|sender)|(?:is|are|was) (?:unauthenticated|not authenticated)/u,
      /authentication (?:checks?|information|level|requirements|results)|fails? (?:to pass )?authentication/u,
      /not (?:allowed|authori[sz]ed|permitted) to send (?:mail |e-?mail |messages )?(?:from|for|on behalf|as) (?:<>|(?:the |this )?domain)/u,
      /spoof|forged|impersonat|from: header .{0,40}(?:aligned|alignment)/u,
    ),
  },
  {
    id: 'encryption',
    reason: 'encryption',
    source: 'RFC 3207; Gmail 4.7.29 and 5.7.29; RFC 8461 §5',
    text: says(
      /(?:tls|ssl|starttls|encryption) (?:is )?(?:required|needed|mandatory|negotiation|handshake|connection|not (?:available|offered))/u,
      /must be (?:sent )?(?:encrypted|over tls)|over a tls|tls .{0,40}fail|mta-sts|\bdane\b/u,
      /certificate (?:verif|expired|mismatch|not trusted)/u,
    ),
  },
  {
    id: 'reverse-dns',
    reason: 'reverse-dns',
    source: 'RFC 1912 §2.1; Gmail 4.7.23 and 5.7.25; Comcast 554; GMX and mail.com; Postfix reject_unknown_client_hostname',
    text: says(
      /\bptr\b|\br-?dns\b|fcrdns|reverse[- ](?:dns|lookup|name|host|mapping|path dns|ip|resol|address|record|map)/u,
      /cannot (?:find|resolve) your (?:reverse )?(?:hostname|ip|host|address|domain)/u,
      /(?:ip name|ip address|client|your (?:host ?)?name|ip)(?: address)? (?:lookup|resolution) fail/u,
      /unverif\w*able (?:sending |client )?ip|(?:unresolvable|not resolvable) (?:client|ip|host ?name|helo)/u,
      /(?:client|ip|helo|your host ?name|your address) .{0,40}(?:does|do|could|can)(?: ?not|n't) (?:be )?resolve/u,
      /mismatch(?:es)? (?:the )?(?:client|connecting|sending|ip)|does not match (?:your )?(?:ip|reverse|hostname)/u,
      /without (?:a )?(?:valid )?(?:sender domain|reverse|ptr|dns)|(?:dns|forward) (?:entry|entries|record) .{0,40}(?:does(?: not|n't)|match)/u,
      /(?:bad|invalid|unknown) helo|helo (?:command rejected|name|does not|.{0,20}invalid)|host name .{0,20}(?:not found|unknown)/u,
    ),
  },
]
