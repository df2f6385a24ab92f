import { pattern, says, type ReplyRule } from '../reply-rule.ts'

const MAILBOX = /(?:mail ?box|account|user|recipient|address|alias|e-?mail (?:address|account))(?:\(s\))?/u
const WHICH = /(?: \S+)?(?: account| address| mailbox)?(?: that you tried to reach| for this (?:user|recipient|account))?/u
const IS = /(?:is |are |has been |have been |was |were )?(?:currently |permanently |now |been )?/u
const SHUT =
  /disabled|deactivated|in-?active|discontinued|terminated|cancel+ed|closed|expired|deleted|removed|retired|abandoned|dormant|not active/u
const NO_LONGER = /no longer (?:active|in use|in service|valid|available|accept(?:s|ing|ed)?)/u

/** The mailbox is known, but takes nothing now or never again. */
export const MAILBOX_RULES: ReplyRule[] = [
  {
    id: 'owner-changed',
    reason: 'owner-changed',
    source: 'RFC 7293 §4, RFC 5248 X.7.17, X.7.18',
    status: /^[45]\.7\.1[78]$/,
  },
  {
    id: 'moved',
    reason: 'moved',
    source: 'RFC 5321 §4.2.3: 551; RFC 3463 §3.2 X.1.6',
    text: says(
      /(?:has|have|is) moved|no forwarding|user not local|not our (?:user|customer)|no more (?:at this|on (?:this )?server)/u,
      /no longer (?:at this|on (?:this )?server|works?\b|employed|with (?:us|the))|left (?:the )?(?:company|organi[sz]ation)/u,
      /(?:new|changed) (?:his |her |their )?(?:e-?mail )?address/u,
      /移転|転送先|n'est plus|ya no (?:trabaja|existe|esta)|nicht mehr (?:im|bei|fur|aktiv|vorhanden|verfugbar)/u,
    ),
  },
  {
    id: 'mailbox-disabled',
    reason: 'mailbox-disabled',
    source: 'RFC 3463 §3.3 X.2.1; RFC 5248 X.7.13; Gmail 550 5.2.1 "disabled", "inactive"',
    text: says(
      pattern`${MAILBOX}${WHICH} ${IS}(?:${SHUT}|${NO_LONGER})`,
      /(?:disabled|inactive|deactivated|dormant|expired|closed|discontinued|unused) (?:\w+ )?(?:account|user|mailbox|address|recipient)/u,
      /(?:konto|postfach|compte|cuenta|conta|account) .{0,20}(?:deaktiviert|desactive|desactivad|desativad|disattivat)/u,
      /(?:ящик|аккаунт) .{0,20}(?:отключ|удал)|(?:帐号|账号|邮箱|帳號)已?被?(?:注销|停用|关闭|删除)/u,
    ),
  },
  {
    id: 'mailbox-suspended',
    reason: 'mailbox-suspended',
    source: 'RFC 3463 §3.3 X.2.1; i.ua, Yahoo, Comcast',
    text: says(
      pattern`${MAILBOX}\b.{0,30}\b(?:suspended|locked|frozen|blocked|on hold|restricted|temporarily (?:unavailable|disabled|inactive))`,
      /(?:suspended|locked|frozen|blocked) (?:account|user|mailbox|address|recipient)|recipient suspend/u,
      /mailbox (?:is )?(?:busy|in use)|(?:mail ?box|account|user|recipient) (?:is )?(?:currently )?not accepting/u,
    ),
  },
  {
    id: 'suppressed',
    reason: 'suppressed',
    source: "Amazon SES, SendGrid, Mailgun, Postmark: an address on the sending service's own suppression list",
    text: /suppression list|suppressed|^(?:bounced|unsubscribed) address\b|address is on (?:the|our) (?:bounce|drop)/u,
  },
  {
    id: 'recipient-refuses',
    reason: 'recipient-refuses',
    source: 'Facebook RCP-P2; Amazon WorkMail; RFC 3463 §3.3; filters that subscribers set themselves',
    text: says(
      /recipient (?:preferences?|has (?:blocked|rejected|refused|declined)|refus|declin|rejects\b|does(?:n't| not) (?:want|accept|wish))/u,
      /(?:blocked|rejected|refused|filtered|declined|denied) by (?:the )?(?:recipient|user|addressee|owner)(?!'s|s| domain| server| mail| system)/u,
      /(?:user|recipient) (?:has )?(?:blocked|rejected) (?:you|the sender|this)|\bfiltered\b|due to extended inactivity/u,
      /not (?:currently )?accepting (?:mail|messages|e-?mail) (?:for|to) this|rejected by destination|受信拒否|拒收|拒绝接收/u,
    ),
  },
]
