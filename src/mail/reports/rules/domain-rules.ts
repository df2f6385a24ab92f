import { pattern, says, type ReplyRule } from '../reply-rule.ts'

const DOMAIN = /(?:host ?name|host|domain)(?: name)?(?: or domain name)?(?: [\w-]{1,63}(?:\.[\w-]{1,63}){1,6})?/u
const IS_NOT = /unknown|invalid|illegal|not (?:be )?found(?![,;]? try again)|does(?: not|n't) exist|not (?:known|exist|valid|a valid)/u
const NO_SUCH = /unknown|no such|invalid|illegal|bad|non-?existent|unroute?able|unresolvable|undefined/u
const MAIL = /(?:network |any |mail |smtp )*(?:messages|mail|e-?mail)/u

const UNKNOWN_DOMAIN = says(
  pattern`${DOMAIN} (?:is )?${IS_NOT}`,
  pattern`(?<!from )${NO_SUCH} (?:mail |destination |recipient )?(?:host|domain|hostname)\b`,
  /couldn't find any host|host\/domain name found|name or service not known|nxdomain|no dns (?:record|entry)/u,
  /domain (?:is )?not (?:reachable|found|configured)|(?:unable|weren't able) to find the recipient domain|lookup of .{0,80}no relevant/u,
  /all relevant mx records point to non-existent|server for the domain .{0,20}not be found/u,
  /dominio .{0,20}(?:no existe|non esiste|nao existe)|domaine .{0,20}(?:inconnu|n'existe)|домен не (?:найден|существует)/u,
  /域名不存在|ドメインが(?:見つかり|存在し)ません/u,
)

/** The part after the @: no such domain, none that takes mail, or nobody could tell just then. */
export const DOMAIN_RULES: ReplyRule[] = [
  {
    id: 'null-mx',
    reason: 'no-mail-accepted',
    source: 'RFC 7504 §3 (521), RFC 7505 §3 (556, 5.1.10); Postfix, Exim, Yahoo, OpenSMTPD: no mail exchanger',
    text: says(
      /null ?mx|indicated no smtp service|no (?:valid |usable )?mx(?: record|s)?\b|couldn't find a mail exchanger/u,
      pattern`does(?: not|n't) (?:accept|receive) ${MAIL}(?! from)`,
      pattern`(?:host|server|domain|system) (?:is )?(?:not accepting|never accepts?|do not accept) ${MAIL}`,
      /no mail (?:server|exchanger|host)s? (?:found|for|available)|no (?:smtp|mail) service (?:here|at this)/u,
    ),
  },
  {
    id: 'google-dns-error',
    reason: 'dns',
    source: 'Gmail gives "DNS Error" with 4.0.0, also when the answer was NXDOMAIN: it may work another day (RFC 3463 §3.1)',
    text: /\bdns error: /u,
  },
  {
    id: 'domain-not-found-for-now',
    reason: 'dns',
    source: 'RFC 5321 §4.2.1; Postfix reject_unknown_recipient_domain: 450 while the name server may be at fault',
    text: UNKNOWN_DOMAIN,
    code: /^4/,
  },
  {
    id: 'unknown-domain',
    reason: 'unknown-domain',
    source: 'RFC 3463 §3.2 X.1.2, §3.5 X.4.4; Sendmail "Host unknown"; qmail "couldn\'t find any host named"; Postfix "Host not found"',
    text: UNKNOWN_DOMAIN,
  },
  {
    id: 'dns-trouble',
    reason: 'dns',
    source: 'RFC 3463 §3.5 X.4.3; Postfix "Name service error … try again"',
    text: says(
      /host ?name lookup (?:failure|failed)|dns (?:failure|query failed|timeout|lookup (?:error|failure|failed))|servfail/u,
      /host not found[,;] try again|name (?:service|server) (?:error|failure|timeout)|malformed or unexpected name server/u,
      /dns records? .{0,60}(?:could not|cannot) be found|no matches to name ?server query|cname lookup failed/u,
      /temporary (?:dns|lookup|resolution)|(?:domain|host) lookup did not complete/u,
    ),
  },
]
