import { says, type ReplyRule } from '../reply-rule.ts'

/** Our own account, our own settings: nothing goes out until a person looks (RFC 4954 §6, RFC 3207 §4). */
export const CONFIGURATION_RULES: ReplyRule[] = [
  { id: 'auth-code', reason: 'configuration', source: 'RFC 4954 §6; RFC 3207 §4', code: /^(?:530|534|535|538|523|454)$/ },
  {
    id: 'auth-needed',
    reason: 'configuration',
    source: 'RFC 4954 §6; Gmail 5.7.8, 5.7.9, 5.7.14; MessageLabs, SendGrid',
    text: says(
      /authentication (?:is )?(?:required|needed|failed|unsuccessful|credentials invalid)/u,
      /(?:username|user name) and password not accepted/u,
      /must issue a starttls|starttls (?:is )?required/u,
      /log ?in (?:through|with|via) your web browser|application-specific password/u,
      /unrecogni[sz]ed authentication|xoauth|authentication type/u,
      /turn on smtp auth|smtp auth(?:entication)? (?:is )?(?:required|needed|must)/u,
      /you (?:must|need to) (?:first )?(?:authenticate|log ?in)|not logged in|pop ?-?before-? ?smtp/u,
      /authenticate (?:first|before)/u,
      /unauthenticated senders? (?:is |are )?not allowed/u,
      /too many login attempts|cannot authenticate|invalid credentials/u,
      /no identity changes permitted|too many unauthenticated commands/u,
    ),
  },
  {
    id: 'sending-suspended',
    reason: 'configuration',
    source: 'Gmail SMTP relay 550 5.7.0; SES, SendGrid: the sending account is stopped',
    text: says(
      /email sending denied|sending (?:paused|suspended|disabled) for|email relay denied/u,
      /sending (?:email )?account .{0,40}(?:suspended|disabled|blocked)/u,
      /maximum credits exceeded|email address is not verified/u,
    ),
  },
]

const COMMAND = says(
  /(?:bad|improper|out of) (?:command )?sequence|issued out of sequence|no data after bdat/u,
  /(?:unimplemented|unrecogni[sz]ed|unknown|unsupported) command/u,
  /command (?:parameter |argument )?(?:is )?(?:not |un)(?:recogni[sz]ed|implemented|supported)/u,
  /syntax error|cannot decode|(?:ehlo|helo)(?:\/(?:ehlo|helo))? (?:first|argument)|protocol (?:violation|error)/u,
  /command rejected/u,
)

/** Complaints about commands. They often only follow the real answer ("503 need RCPT"), so all other words are asked before them. */
export const PROTOCOL_RULES: ReplyRule[] = [
  { id: 'protocol', reason: 'protocol', source: 'RFC 5321 §4.2.2, §4.2.4: 500 to 504 and 555', text: COMMAND, code: /^(?:50[0-4]|555)$/ },
]

export const LATE_PROTOCOL_RULES: ReplyRule[] = [
  { id: 'protocol-words', reason: 'protocol', source: 'RFC 5321 §4.2.2', text: COMMAND, code: /^5/ },
  {
    id: 'protocol-code',
    reason: 'protocol',
    source: 'RFC 5321 §4.2.4',
    code: /^(?:50[0-3]|504|555)$/,
    status: /^5\.(?:5\.[0-4]|0\.0|7\.1[01])$/,
  },
]
