import { pattern, says, type ReplyRule } from '../reply-rule.ts'

const QUEUED = /message|envelope|delivery(?: time| period)?|mail|queue|retry/u
const OVER = /expired|expiration|time ?-?out exceeded|time expired|limit exceeded/u
const SYSTEM = says(
  /system|internal|server|local|software|configuration|processing|operating system|i\/o|database|ldap|mailer|unknown/u,
  /resolver|routing|backend|upstream|remote protocol/u,
)

/** A mail that comes back to where it was. */
export const LOOP_RULES: ReplyRule[] = [
  {
    id: 'loop',
    reason: 'loop',
    source: 'RFC 5321 §6.3; RFC 3463 §3.5 X.4.6',
    text: says(
      /(?:mail|mail forwarding|forwarding|routing|email|message|delivery) loop|loops? back|message (?:is )?looping|i'm (?:probably )?looping/u,
      /too many (?:mta )?hops|hop ?count|exceeded .{0,20}hops|too many received|duplicat\w+ message-id/u,
    ),
  },
]

/** Given up after a while: how it ended, not why. */
export const EXPIRY_RULES: ReplyRule[] = [
  {
    id: 'expired',
    reason: 'expired',
    source: 'RFC 3463 §3.5 X.4.7; Postfix, Exim "retry timeout exceeded", qmail "in the queue too long", OpenSMTPD "Envelope expired"',
    text: says(
      pattern`${QUEUED}(?: \w+)? (?:has )?${OVER}|expired (?:message|in queue)|(?:message|mail) too old`,
      /(?:not|n't|unable to) (?:be )?(?:deliver(?:ed|y)? )?(?:\w+ ){0,4}(?:within|for(?: the last)?|after|in) \d+ ?(?:\.\d+ )?(?:hour|day|second|minute|h\b|d\b)/u,
      /in the queue too long|(?:multiple|several|\d+) (?:retries|attempts|tries)|giving up|gave up|aborted after/u,
      /all hosts have been failing|(?:have|has) been failing for a long time|retry time(?:out)? (?:not reached|exceeded)|cannot send message (?:for|within)/u,
    ),
  },
]

/** The answer never came, or the other side has a trouble of its own. It may work another day. */
export const TROUBLE_RULES: ReplyRule[] = [
  {
    id: 'check-the-address',
    reason: 'unknown-user',
    source: 'Gateways that say no more than "please check if the address is correct"',
    text: /please check (?:if|that|the) .{0,30}(?:address|recipient|spelling)/u,
  },
  {
    id: 'network',
    reason: 'network',
    source: 'RFC 3463 §3.5 X.4.1, X.4.2; socket errors; Postfix smtp(8), Gmail "did not accept our requests to connect"',
    text: says(
      /timed? ?-?out|connection (?:refused|reset|closed|lost|dropped|failed|aborted|expired|problem|could not)|lost connection/u,
      /no route to host|(?:network|host) (?:is )?(?:down|unreachable|not reachable)|unreachable host|not responding|no answer from/u,
      /(?:not|n't|unable to) (?:be )?(?:able to )?(?:establish|connect|contact|reach)|could not (?:connect|contact|find a gateway)/u,
      /did not accept our requests to connect|socket error|broken pipe|bad connection|deferred: /u,
      /unexpected(?:ly)? (?:disconnect|close|eof)|remote (?:host|server) (?:closed|dropped)/u,
    ),
  },
  {
    id: 'try-again',
    reason: 'temporary',
    source: 'RFC 5321 §4.2.1: what is only temporary',
    text: says(
      /gr[ea]y-?list|try again|try later|come back later|retry later|temporar(?:y|ily)|tempfail|deferred|later on/u,
      /veuillez essayer plus tard|intentelo mas tarde|spater (?:erneut|noch ?mal)|позже|稍后|稍後|しばらく/u,
    ),
  },
  {
    id: 'system',
    reason: 'system',
    source: 'RFC 5321 §4.2.2: 421, 451, 554 "Transaction failed"; RFC 3463 §3.4',
    text: says(
      pattern`${SYSTEM}(?: \w+)? (?:error|failure|problem|trouble|fault)|error in processing|transaction failed`,
      /service (?:currently |is )?(?:not available|unavailable)|not available|resources? (?:temporarily )?unavailable/u,
      /unable to (?:deliver|process|write|complete|route|open)|could not (?:load|open|complete|process|be delivered|deliver)/u,
      /shutting down|maintenance|overload|out of memory|too busy|\bbusy\b|failed to deliver/u,
    ),
  },
]
