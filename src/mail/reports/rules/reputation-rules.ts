import { pattern, says, type ReplyRule } from '../reply-rule.ts'
import { SPAM } from './spam-rules.ts'

const OURS = /your|sending|source|connecting|this/u
const SERVER = /(?:mail ?)?(?:server|host|network|mta|ip|domain|system|isp)(?:'s)?/u
const REFUSED = /blocked|banned|denied|refused|rejected|black ?listed|listed|not (?:allowed|accepted|permitted|welcome)/u
const IS = /(?:is |are |was |has been |have been )?/u
const LIMIT = /(?:connection|message|mail|sending|relay|recipient|ip|user|hourly|daily|rate|smtp)s?\b ?(?:\w+ ){0,2}limit(?:s|ed|ation)?/u
const MUCH = /connections?|rate|relay quota|sending (?:limit|quota)|quota for sending|messages per|mails per|hourly|daily/u
const MANY =
  /connections|sessions|messages|e?-?mails|recipients|rcpts|requests|logins?|(?:invalid|bad) recipients|unknown (?:users|recipients)/u

/** Where we send from is not liked: blocklists, reputation, too much at a time. */
export const REPUTATION_RULES: ReplyRule[] = [
  {
    id: 'too-much',
    reason: 'rate',
    source: 'RFC 5321 §4.5.4.2; Yahoo TSS; Gmail 4.7.28, 5.4.5; QQ "frequency limited"; Postfix anvil(8)',
    text: says(
      pattern`${LIMIT} ?${IS}(?:exceed|reach|hit)`,
      pattern`(?:exceed(?:ed|s|ing)?|reached|over|above) .{0,40}${MUCH}`,
      pattern`too many (?:concurrent |simultaneous |smtp |open )?${MANY}`,
      /rate[- ]limit|frequency limited|throttl|slow down|(?:sending |send )?too (?:fast|frequent|quickly|much mail)/u,
      /unusual (?:rate|amount|volume)|unexpected volume|excessive (?:volume|connections|mail|rate|number)/u,
      /concurrent(?: smtp)? (?:connections|sessions)|connections? from your/u,
      /发送(?:频率|过于频繁|太快|超过)|超(?:出|过).{0,8}(?:频率|限制)|頻度|слишком (?:много|часто)/u,
    ),
  },
  {
    id: 'blocklist',
    reason: 'blocked',
    source: 'RFC 5782; Spamhaus, SpamCop, Barracuda, SORBS, UCEPROTECT, Proofpoint, Cloudmark, Trend Micro, Abusix: their own answers',
    text: says(
      /spamhaus|spamcop|\bsorbs\b|barracuda(?:central|networks)|uceprotect|abuseat|abusix|invaluement|spamrats|sender ?score/u,
      /senderbase|talosintelligence|proofpoint\.com\/(?:dnsbl|ipcheck)|ipcheck\.proofpoint|cloudmark|csi\.mimecast/u,
      /mail-abuse|trendmicro\.com\/reputation|mxrate|backscatterer|lashback|hostkarma|\bnjabl\b|\bordb\b|\bdsbl\b/u,
      /\b(?:cbl|pbl|xbl|sbl|dbl|rbl|dns-?w?bl|uribl|surbl)\b|dnsbl|rbldns|real-?time (?:black|block)|\bbl\)|\/rbl\//u,
      /(?:black|block|deny|grey) ?-?list(?!ing)|blocked (?:using|by|for abuse|for spam)|\bblocked - see/u,
      /(?<!not )\blisted (?:in|on|at|by)\b(?! (?:the )?(?:public|domino|directory|address|name))/u,
      /liste noire|lista (?:negra|nera)|schwarze liste|sperrliste|черн\S+ спис|黑名单|黑名單|ブラックリスト/u,
    ),
  },
  {
    id: 'our-address-blocked',
    reason: 'blocked',
    source: 'Microsoft 5.7.606 to 5.7.649, S3140, S3150; Orange OFR006; Postfix "Client host rejected"; Comcast, AT&T, iCloud',
    text: says(
      pattern`\bip (?:address )?.{0,40}(?:${REFUSED}|not (?:in whitelist|authori[sz]ed))`,
      /(?:blocked|banned|denied|rejected|bad|invalid|unauthori[sz]ed|suspicious) (?:sending |source |client |sender )?ip\b/u,
      pattern`\b(?:\d{1,3}\.){3}\d{1,3}\]? ${IS}(?:blocked|banned|listed|denied)`,
      pattern`${OURS} ${SERVER}(?: \S+)?(?: ip)?(?: address(?:es)?)? (?:\S+ )?${IS}(?:${REFUSED}|on (?:a|our|the))`,
      /client ?(?:host|address) (?:.{0,80} )?(?:rejected|blocked|denied|not allowed)|\bip[ =].{0,60}a problem occurred/u,
      /network (?:is )?(?:blocked|not allowed)|(?:access|server) (?:is )?forbidden|no access from (?:mail )?server/u,
      /open (?:relay|proxy)|compromised|botnet|\bzombie|dial-?up|residential ip|direct-to-mx|end-?user (?:ip|network)/u,
      /dynamic(?:ally)?(?:[- ](?:assigned|allocated))? ?(?:ip|address|range|host|pool)/u,
      /use .{0,30}(?:server|relay) (?:of|at) your (?:isp|provider|service provider)|smtp relay at your|invalid ip for sending/u,
      /not authorized to send (?:e-?mail )?directly|may not be mail exchanger|in whitelist|allow-?list|local block/u,
      /(?:access|service) (?:denied|refused)[ -]{1,3}(?:your|ip)|esmtp not accepting connections/u,
      /connections? (?:not accepted|refused|rejected|denied) (?:from|due to|by policy|for policy|because)/u,
      /not accepting (?:smtp )?connections? (?:from|due)|blocked .{0,30}(?:abuse|spam|policy)/u,
      /adresse ip (?:source )?(?:bloquee|refusee|blacklist)|service refuse\b|ip-?adresse (?:gesperrt|blockiert|abgelehnt)/u,
    ),
  },
  {
    // Sendmail's words for a connection that was refused: whoever refuses it does not know to whom the mail goes. What Postfix and Exim say
    // of the same stays the network's affair, so that a server that is gone for good does not keep its readers for ever.
    id: 'turned-away',
    reason: 'blocked',
    source: 'Sisimai, Reason::Blocked: "connection refused by", "connection dropped by remote host"; Sendmail err.c',
    text: says(/connection (?:was )?(?:refused|dropped) by (?:remote host|the remote|\S+\.\S+)/u),
  },
  {
    id: 'reputation',
    reason: 'reputation',
    source: 'Gmail 4.7.0 and 5.7.1; Microsoft S3113 to S3150; Yahoo TSS; Cisco SenderBase',
    text: says(
      /reputation|(?:too many|user|spam|subscriber|high) (?:spam )?complaints?|unwanted (?:messages|mail|e-?mail)/u,
      /unsolicited (?:e-?mail|mail|messages?|bulk)?.{0,40}(?:from|originating)/u,
      pattern`(?:known|suspected|source of|sending|blocked for|due to|for sending|because of) ${SPAM}`,
    ),
  },
]
