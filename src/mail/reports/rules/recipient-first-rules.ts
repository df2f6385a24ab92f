import { pattern, says, type ReplyRule } from '../reply-rule.ts'

const OWNER = /(?<!sending |sending e-?mail )(?:recipient|user|account|mailbox|addressee)/u
const MAILBOX = /mail ?box|account|user|recipient|inbox|address/u

/**
 * Answers about the recipient that use the words of the later tables: "recipient account is blocked" is no blocklist, "recipient over rate
 * limit" not our rate. So they are asked first.
 */
export const RECIPIENT_FIRST_RULES: ReplyRule[] = [
  {
    id: 'local-program',
    reason: 'mailer',
    source: 'sysexits.h; Postfix pipe(8), Exim pipe transport, procmail and maildrop messages',
    text: says(
      /^x-unix; ?(?:\d+$|procmail|maildrop|.{0,200}(?:command|script|program))/u,
      /\b(?:procmail|maildrop): |\bpipe to \|/u,
      /(?:command|child process|transport) (?:died|returned|exited|failed|time limit)/u,
      /local (?:mailer|delivery agent) (?:error|failed)/u,
    ),
  },
  {
    id: 'closed-to-us',
    reason: 'recipient-policy',
    source: 'Microsoft 5.7.1, 5.7.133: RESOLVER.RST.AuthRequired, NotAuthorized; Gmail 550 5.7.1 "has a policy that prohibits"',
    text: says(
      /resolver\.rst\.(?:authrequired|notauthorized|restricted|senderauth)/u,
      /that you are sending to .{0,20}has a policy/u,
      /group .{0,60}(?:only accepts?|does(?: not|n't) accept) (?:messages|mail|email)/u,
      /only (?:accepts|allows) (?:messages|mail|email) from (?:people|senders|members) (?:in|inside|within)/u,
      /isn't accepting (?:messages|mail|email) from (?:you|senders|people)/u,
    ),
  },
  {
    id: 'closed-list',
    reason: 'recipient-policy',
    source: 'fml, Mailman, ezmlm, Google Groups: lists for members',
    text: says(
      /not a member of (?:this|the) (?:mailing )?(?:list|group)/u,
      /(?:you are|sender is) not (?:allowed|authorized|permitted|subscribed) to (?:post|send|submit)/u,
      /permission to post|post by non-?members|only members|(?:closed|private|moderated|restricted|members?[ -]only) (?:mailing )?(?:list|group)\b/u,
      /https?:\/\/groups\.google\.com\/support/u,
    ),
  },
  {
    id: 'recipient-rate',
    reason: 'recipient-rate',
    source: 'Gmail 450 4.2.1 and 550 5.2.1; Microsoft 5.2.121, 5.2.122; RFC 3463 §3.3',
    text: says(
      pattern`${MAILBOX}\b.{0,50}(?:receiving (?:e-?mail|mail|messages) (?:too quickly|at a rate)|too many messages (?:too|in a short))`,
      /recipient(?:'s)? .{0,40}(?:hourly|daily|message|receiving|incoming).{0,20}(?:rate|limit) ?(?:was |is |has been )?(?:exceed|reach)/u,
      /exceed(?:ed|s)? .{0,40}recipients? (?:rate|message receive) limit/u,
    ),
  },
  {
    id: 'separate-transaction',
    reason: 'session-limit',
    source: 'RFC 5321 §4.5.3.1.10: 452 too many recipients; Gmail 452 4.5.3',
    text: /separate transaction|too many recipients|domain policy size per transaction/u,
    code: /^4/,
  },
  {
    id: 'mailbox-locked',
    reason: 'mailbox-suspended',
    source: 'La Poste LPN007_426; RFC 3463 §3.3 X.2.1',
    text: says(
      pattern`${OWNER}(?:'s)?(?: account| mailbox| address)? (?:<> )?(?:is |has been |was |are )?(?:currently |temporar(?:il)?y )?(?:blocked|suspended|locked|frozen|restricted|on hold)`,
      pattern`${OWNER} .{0,30}temporar(?:il)?y (?:disabled|locked|suspended|blocked)`,
      /compte du destinataire est (?:bloque|suspendu)|(?:konto|postfach) (?:ist |wurde )?(?:gesperrt|blockiert)/u,
      /ящик (?:временно )?(?:заблокирован|заморожен)|(?:邮箱|帐号|账号|用户)已?被?(?:锁定|冻结|封禁|停用|禁用)/u,
    ),
  },
  { id: 'greylisted', reason: 'temporary', source: 'RFC 6647 §2', text: /gr[ea]y-?list(?:ed|ing)|postgrey/u, code: /^4/ },
  {
    id: 'mailbox-holds-too-much',
    reason: 'mailbox-full',
    source: 'RFC 3463 §3.3 X.2.2',
    text: says(
      pattern`${MAILBOX} (?:has|holds|contains) too many (?:messages|mails)`,
      /(?:not|n't) (?:have )?(?:enough|sufficient) (?:disk |storage )?space/u,
    ),
  },
  {
    id: 'mailbox-busy',
    reason: 'temporary',
    source: 'RFC 5321 §4.2.3: 450 mailbox unavailable, "e.g., mailbox busy or temporarily blocked"',
    text: pattern`${MAILBOX}(?: is)?(?: currently| temporarily)? (?:unavailable|not available|busy)`,
    code: /^4/,
  },
  {
    id: 'recipient-access-denied',
    reason: 'unknown-user',
    source: 'Microsoft 550 5.4.1, Directory-Based Edge Blocking; Postfix check_recipient_access',
    text: /(?<!all )recipient address rejected ?: access denied/u,
  },
  {
    id: 'account-or-domain-may-not-exist',
    reason: 'unknown-domain',
    source: 'cPanel, its Exim router for domains without usable DNS entries',
    text: /account or domain may not exist/u,
  },
]
