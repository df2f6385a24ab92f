import { pattern, says, type ReplyRule } from '../reply-rule.ts'

const THING = /(?:message|mail|e-?mail|header|attachment|data|content|letter|body)s?/u
const TOO_BIG = /exceed|too (?:large|big|long)|greater|larger|over|above|beyond|limit/u
const FAULTY = /multiple|duplicate|missing|invalid|bad|malformed|several|more than one|no|without|disallowed/u
const FIELD = /from|to|date|message-?id|subject|sender|received|dkim-signature|reply-to/u

/** The message itself is wrong in a way that every recipient's server would mind: size, shape, attachments. */
export const CONTENT_RULES: ReplyRule[] = [
  {
    id: 'too-large',
    reason: 'too-large',
    source: 'RFC 1870 §6; RFC 3463 §3.3 X.2.3 and §3.4 X.3.4; Gmail 552 5.3.4',
    text: says(
      pattern`${THING}(?: file)? ?(?:name )?(?:size|length)s? (?:limit )?(?:is |are |was |has |of .{0,40})?${TOO_BIG}`,
      pattern`(?:exceed(?:ed|s|ing)?|(?:greater|larger|bigger) than|over) .{0,50}(?:${THING}|fixed|max(?:imum)?|size)(?: \w+)? ?(?:size|length|limit)`,
      pattern`${THING}(?: is| was| are)?(?: far)? too (?:large|big|long)|too (?:large|big) (?:a )?${THING}`,
      /message (?:size )?too|size limit|exceeds? (?:the )?(?:size|maximum message)|number of attachments|maximum (?:message |allowed )?size/u,
      /nachricht .{0,20}(?:zu gross|zu groß|ubersteigt)|message trop (?:gros|volumineux|long)|mensaje demasiado/u,
      /mensagem muito grande|messaggio troppo|слишком больш|превышает|邮件(?:大小)?(?:过大|太大|超过)|サイズ(?:が|を)?(?:超|大き)/u,
    ),
  },
  {
    id: 'content',
    reason: 'content',
    source: 'RFC 3463 §3.7 X.6.x; Gmail 552 5.7.0 file types',
    text: says(
      /(?:illegal|banned|prohibited|forbidden|unacceptable|dangerous|executable|blocked|restricted) (?:file |mail )?(?:attachment|content|file|extension|mime)/u,
      /attachments? (?:.{0,60} )?(?:not (?:allowed|accepted|permitted)|blocked|rejected|prohibited|denied|banned|forbidden)/u,
      /do(?: not|n't) accept (?:\.?\w{2,4} ?)?(?:jpe?gs?|attachments?|images?|html|files?|executables?)|(?:bad|dangerous|forbidden) extension/u,
      /its content presents|security (?:issue|risk|threat)|media (?:error|not supported)|conversion (?:required|not supported|failed)/u,
      /8-?bit (?:data|character)|invalid character|non-?ascii|\b(?:nul|null) (?:byte|character)|(?:bare|lone) (?:lf|cr|newline|linefeed)/u,
      /content (?:error|denied)|malformed (?:mime|message|e-?mail|mail)|mime (?:error|structure|violation|format)|message is malformed/u,
    ),
  },
  {
    id: 'not-compliant',
    reason: 'not-compliant',
    source: 'RFC 5322 §3.6; Gmail 550 5.7.1 "not RFC 5322 compliant"; SES "Duplicate header"; Exim "malformed address"',
    text: says(
      /(?:not|non)[ -]?(?:rfc ?)?(?:\d{3,4} )?(?:compliant|conform)|rfc ?[25][38]22|violates? rfc|rfc violation/u,
      pattern`\b${FAULTY} (?:a )?(?:valid )?(?:address(?:es)? in (?:the )?)?["']?(?:${FIELD})?["']?:?[ -]?headers?\b`,
      pattern`missing (?:a )?(?:valid )?(?:address|${FIELD})|${FIELD}\s?:? header (?:is )?(?:missing|invalid|required|not)`,
      /header (?:from|to)\b.{0,20}(?:invalid|missing|malformed)|message header|header (?:syntax|error)|date (?:is )?out(?:side)? of range/u,
      /incorrectly constructed|malformed address|may not follow|encoded-word syntax|line too long|lines? (?:is |are )?longer than/u,
    ),
  },
]
