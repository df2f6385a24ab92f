import { pattern, says, type ReplyRule } from '../reply-rule.ts'

const SENDER = /(?:sender|originator|return[- ]path|mail ?from|envelope[- ](?:from|sender)|reverse-path|from (?:address|domain))/u
const REFUSED =
  /rejected|refused|denied|not (?:allowed|accepted|permitted|valid|found|exist|authori[sz]ed|resolv|verif|a valid)|invalid|unknown|blocked/u
const BAD = /invalid|bad|unknown|unverified|unroute?able|unresolvable|illegal|forbidden|blocked|non-?existent|unacceptable|undeliverable/u
const DO_NOT = /do not|don't|does not|doesn't|will not|won't|cannot|can't/u

/** Our envelope or From address, and servers that will not pass mail on. */
export const SENDER_RULES: ReplyRule[] = [
  {
    id: 'relaying',
    reason: 'relaying',
    source: 'RFC 5248 X.7.1; Postfix reject_unauth_destination; qmail rcpthosts; Exim "relay not permitted"; Sendmail "Relaying denied"',
    text: says(
      /relay(?:ing)? (?:to \S+ )?(?:access )?(?:is )?(?:denied|not (?:permitted|allowed)|prohibited|disallowed|refused|rejected|forbidden|disabled)/u,
      /(?:insecure|open) mail relay|\bno relay|allowed rcpthosts|not a (?:mail )?relay|not (?:a )?local host|not a gateway/u,
      /(?:unable|refus\w*|not (?:configured|allowed|permitted|authori[sz]ed|able)) (?:to )?(?:accept |act as a )?relay/u,
      pattern`${DO_NOT} (?:relay|handle mail for)|domain (?:is )?not (?:hosted|handled|local)|relay not`,
    ),
  },
  {
    id: 'sender-address',
    reason: 'sender-refused',
    source: 'RFC 3463 §3.2 X.1.7, X.1.8; Postfix reject_unknown_sender_domain; Sendmail; Exim "sender verify failed"; Spectrum, Cox',
    text: says(
      pattern`${SENDER}(?: e-?mail)?(?: address| domain| host)?(?:'s domain)? ?(?:<> )?(?:is |was |are |has been )?${REFUSED}`,
      pattern`${BAD} (?:outbound )?(?:sender|from\b|mail ?from|return[- ]path|originator|envelope)`,
      /(?:empty|null) (?:envelope )?senders?\b|sender(?:'s)? (?:mx|domain)|domain of (?:the )?sender|missing final @domain|backscatter protection/u,
      /sender verif|verify (?:the )?sender|callout verification|sender .{0,60}(?:does not exist|must |cannot be verified|callout)/u,
      /sender(?:'s)? (?:e-?mail )?address .{0,60}is not a valid|(?:dns|domain) check failed \[sender|sending to\/from an address/u,
      /your (?:address|domain|from address|e-?mail address) .{0,40}(?:blocked|rejected|does not|refused|blacklisted|not (?:allowed|accepted))/u,
      /sender was rejected|rejected by sender|in mail from\b|absender .{0,30}(?:abgelehnt|ungultig|unbekannt)/u,
      /expediteur .{0,30}(?:refuse|invalide|rejete)|remitente .{0,30}(?:rechazad|invalid)|отправител\S* .{0,30}(?:отклон|запрещ)|发件人/u,
    ),
  },
]

/** Asked before the words about the recipient: "no such domain" is about whom the command named. */
export const STAGE_RULES: ReplyRule[] = [
  {
    id: 'at-mail-from',
    reason: 'sender-refused',
    source: 'RFC 5321 §3.3: an answer to MAIL FROM is about the sender',
    code: /^5/,
    stage: ['sender'],
  },
]

/** Closed doors without a better word. Asked after everything about the recipient's address. */
export const POLICY_RULES: ReplyRule[] = [
  {
    id: 'policy',
    reason: 'policy',
    source: 'RFC 3463 §3.8 X.7.0, X.7.1; Yahoo "not accepted for policy reasons"; Mimecast, Zoho',
    text: says(
      /\bpolic(?:y|ies)\b|envelope[- ]blocked|blocked (?:due to|for|because of) (?:a )?(?:security|administrative)|security (?:violation|failure|filter)/u,
      /administrative(?:ly)? (?:prohibit|denied|reject|refus|block)|prohibited by administrator|local restriction|you are not allowed/u,
      /(?:access|permission|delivery|transaction) (?:is )?(?:denied|refused|not (?:allowed|authori[sz]ed|permitted))|denied access/u,
      /not authori[sz]ed|authorization (?:failed|denied)|message (?:was )?not (?:allowed|accepted)/u,
      /(?:mail|e-?mail|message)s? (?:is |are |was |were )?(?:not accepted|refused|denied|not allowed|not permitted|not welcome)/u,
    ),
  },
  {
    id: 'before-any-recipient',
    reason: 'blocked',
    source: 'RFC 5321 §3.1, §3.3: whoever answers so to the connection or to EHLO does not know yet to whom the mail goes',
    code: /^[45]/,
    stage: ['connect', 'greeting'],
  },
]
