import { pattern, says, type ReplyRule } from '../reply-rule.ts'
import { UNKNOWN_USER_ELSEWHERE } from './unknown-user-elsewhere.ts'

// Both halves of "the user … does not exist", in the orders that servers write them.
const WHO = says(
  /user(?:name|id)?|user name|recipients?|rcpt|mail ?box|account|address(?:ee|es)?|alias|member|person|mail ?drop|local[- ]?part/u,
  /recipient name|destination (?:address|mailbox|user)|forward-path|customer|group|e-?mail(?: address)?/u,
)
const IS_NOT_THERE = says(
  /unknown|(?:not|never) (?:be )?found|(?:does|do|did)(?: not|n't) exist|(?:not|no longer|never) exists?|non-?existe?[na]t/u,
  /invalid|illegal|incorrect|wrong|undefined|undeliverable|not correct|no such|isn't (?:a )?(?:valid|known)/u,
  /not (?:a )?(?:valid|known|recogni[sz]ed|listed|present|here|registered|defined|local|activated|in use|resolv\w+)/u,
  /not in (?:our|the|this|my|directory|list|database)|(?:could|can)(?: ?not|n't) be (?:found|resolved|located)/u,
)
const NO_SUCH = says(
  /unknown|invalid|no such|no valid|non-?exist[ae]nt|bad|illegal|unrecogni[sz]ed|undefined|wrong|incorrect|not our/u,
  /not a (?:valid|known|local|registered)|(?:unknown|invalid) or (?:illegal|unknown|invalid)/u,
)
// What stands between may not turn to something else than the recipient.
const NOT_THE_RECIPIENT =
  /sender|return|from\b|originat|envelope|reply|header|server|domain|host|database|relay|lookup|helo|\bmx\b|\bdns\b|\bip\b|spam|virus/u
const BETWEEN = pattern`(?:(?!${NOT_THE_RECIPIENT})[^.;]){0,60}?`
const A_WORD_OR_TWO = pattern`(?:(?!${NOT_THE_RECIPIENT})[a-z-]{2,12} ){0,2}`

const UNKNOWN_USER = says(
  pattern`\b${WHO}(?:\(s\))?\b${BETWEEN}\b${IS_NOT_THERE}`,
  pattern`\b${NO_SUCH} ${A_WORD_OR_TWO}${WHO}\b`,
  pattern`\b${WHO} (?:is )?(?:currently )?(?:unavailable|not available)`,
  /no (?:mailbox|user|account|person|recipient|one) (?:here|by that name|with that|exists?|found|known|of that|at this|in)|no\.mailbox/u,
  /no account (?:by|with|for)|not listed in|not (?:a )?known (?:here|at)|isn't (?:in|on) (?:our|my)|\bnot a registered\b/u,
  /does(?: not|n't) (?:list|have (?:an? )?(?:\S+ )?(?:account|mailbox|user|address))|this user does(?: not|n't)/u,
  /recip(?:ient)?notfound|resolver\.adr\.(?!recipient(?:limit))|unknownrecipient|mailbox not (?:found|known|valid)/u,
  /addressee unknown|unknown addressee|unroute?able address|is not a (?:user|member|recipient)|address you entered couldn't/u,
  /can(?: ?not|'t) (?:find|locate|resolve|deliver to) (?:the |this )?(?:user|recipient|address|mailbox)/u,
  /unable to (?:validate|find|locate|deliver to) (?:the |this )?(?:recipient|user|address)|address (?:couldn't|wasn't|was not) (?:be )?found/u,
  UNKNOWN_USER_ELSEWHERE,
)

/** Nobody there. */
export const ADDRESS_RULES: ReplyRule[] = [
  {
    id: 'bad-address',
    reason: 'bad-address',
    source: 'RFC 3463 §3.2 X.1.3; Gmail 553 5.1.3',
    text: says(
      /(?:bad|invalid|illegal) (?:destination |recipient |mailbox |address )+syntax|recipient address .{0,40}not a valid rfc/u,
      /(?:malformed|bad) (?:recipient|destination)(?: address)?|mailbox (?:name|syntax) (?:not allowed|invalid|incorrect|error)/u,
      /invalid address|address (?:syntax|format) (?:error|invalid)/u,
    ),
  },
  {
    id: 'unknown-user-after-content',
    reason: 'recipient-refuses',
    source: 'docomo, au, SoftBank: who is filtered out hears "unknown user" too, but only after RCPT was accepted (RFC 5321 §3.3)',
    text: UNKNOWN_USER,
    stage: ['content'],
  },
  {
    id: 'unknown-user',
    reason: 'unknown-user',
    source: 'RFC 5321 §4.2.3: 550; RFC 3463 §3.2 X.1.1; Postfix, Sendmail, Exim, qmail chkuser, Exchange RESOLVER.ADR, Domino, IronPort',
    text: UNKNOWN_USER,
  },
]
