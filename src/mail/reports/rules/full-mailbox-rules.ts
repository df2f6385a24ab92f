import { pattern, says, type ReplyRule } from '../reply-rule.ts'

const STORE = /mail ?box|mail ?folder|in-?box|account|mail ?drop|user|recipient|quota|storage|disk|maildir/u
const FULL = /full|over ?-?quota|(?:quota |limit )?exceed|out of (?:storage|space|quota)|too (?:large|many messages)|exhausted/u
const SPACE = /(?:disk |mail ?box |storage )?(?:storage|space|quota)/u

/** A person who comes back from holiday has a living address. */
export const FULL_MAILBOX_RULES: ReplyRule[] = [
  {
    id: 'mailbox-full',
    reason: 'mailbox-full',
    source: 'RFC 3463 §3.3 X.2.2; Exchange STOREDRV quota; Gmail OverQuota; Cyrus, Dovecot, Courier',
    text: says(
      pattern`${STORE}\b.{0,40}\b(?:is |are |was |has )?${FULL}`,
      /over ?-?(?:the |its |their )?(?:disk |mail |storage )?quota|quota (?:is )?(?:violation|limit)|exceptionshutoffquota/u,
      pattern`(?:exceed\w*|reached) .{0,40}(?:${STORE}|disk space|allotted|allowed space)`,
      pattern`(?:insufficient|not enough|no more|low) (?:system )?${SPACE}|storage (?:allocation|limit)|space .{0,30}not sufficient`,
      pattern`${STORE}.{0,40}(?:size limit|insufficient|no space|not enough)|messages in recipient's mailbox|too much mail (?:stored|in)`,
    ),
  },
  {
    id: 'mailbox-full-in-their-words',
    reason: 'mailbox-full',
    source: 'The same in the languages of the providers that say it',
    text: says(
      /boite .{0,30}pleine|quota .{0,20}(?:depasse|superad|excedid|superat)|(?:buzon|casilla) .{0,20}llen[oa]|caixa .{0,20}cheia/u,
      /casella .{0,20}piena|postfach .{0,20}voll|speicher\S* .{0,20}(?:voll|erschopft)|postvak .{0,10}vol\b/u,
      /skrzynka .{0,20}(?:pelna|przepeln)|posta kutusu .{0,10}dolu|переполнен|превы\S+ (?:квот|лимит)|ящик .{0,20}полон/u,
      /(?:メール|容量|ボックス).{0,20}(?:一杯|いっぱい|満杯|オーバー|超過|超え)|편지함.{0,10}(?:가득|초과)|용량.{0,6}초과/u,
      /(?:邮箱|信箱|郵箱|收件人).{0,10}(?:已?满|已滿|空间不足|超(?:出|过)(?:容量|配额))/u,
    ),
  },
  {
    id: 'no-disk-space',
    reason: 'system',
    source: 'RFC 3463 §3.4 X.3.1; ENOSPC',
    text: /no space left|file ?system (?:is )?full|mail system full/u,
  },
]
