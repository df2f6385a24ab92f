import { pattern, says, type ReplyRule } from '../reply-rule.ts'

/** `spam` as a word of its own, not as a part of a host's name or a link. */
export const SPAM = /(?<![\w./@-])(?:anti-?)?spam(?:my|mer|mers|ming)?(?![\w@-]|\.[a-z])/u

const REFUSED = /rejected|refused|blocked|denied|not (?:accepted|allowed|permitted)|unacceptable/u
const WAS = /(?:has been |was |is |been )?/u

/** What we send is not liked. Whose opinion that is, the provider's own, another may differ. */
export const SPAM_RULES: ReplyRule[] = [
  {
    id: 'virus',
    reason: 'virus',
    source: 'ClamAV, amavis, Kaspersky, Mimecast "MC… Signature": malware found',
    text: /\bvirus(?:es)?\b|malware|infected|\btrojan|\bworm\b|phish|mcspamsignature|ウイルス|病毒|вирус/u,
  },
  {
    id: 'spam',
    reason: 'spam',
    source: 'RFC 5248 X.7.1; SpamAssassin, amavis, rspamd, Barracuda UBE, Orange OFR_506, Exim content scans',
    text: says(
      SPAM,
      /\bu[bc]e\b|\bjunk ?(?:mail)?\b|bulk ?(?:e-?mail|mail|message)|unsolicited|non?[ -]?solicit|suspicious|bayes/u,
      pattern`(?:message|mail|body|e-?mail)(?:'s)? ${WAS}${REFUSED} (?:for|due to|because of|by) .{0,10}(?:content|spam|policy|filter)`,
      pattern`content ${WAS}(?:${REFUSED}|violat)|rejected by (?:the )?(?:content|spam|mail|message) (?:filter|scan)`,
      /similar to messages|message (?:score|classified)|blocked (?:url|link|by filter|by content)|bounce attack/u,
      /mail rejete|mail rejected|html (?:code|content) .{0,20}(?:reject|not)/u,
      /спам|垃圾|迷惑メール|スパム|indesejad|no deseado|indesirable|unerwunscht/u,
    ),
  },
]
