import type { ReplyRule } from '../reply-rule.ts'

const RFC = 'RFC 3463 §3, RFC 5248 (IANA registry of enhanced status codes)'

/**
 * What the enhanced status says when the words say nothing. Seven in ten are right (servers reuse and guess them), so the words go first.
 * Gmail reuses numbers against the registry: X.7.27 is "SPF failed" there and "the sender's domain takes no mail" at IANA, X.7.29 and X.7.30
 * likewise. All of them are our fault either way.
 */
export const STATUS_RULES: ReplyRule[] = [
  { id: 'status-null-mx', reason: 'no-mail-accepted', source: 'RFC 7505 §4', status: /^[45]\.1\.10$/ },
  { id: 'status-unknown-user', reason: 'unknown-user', source: RFC, status: /^[45]\.1\.1$/ },
  { id: 'status-unknown-user-microsoft', reason: 'unknown-user', source: 'Microsoft, NDR codes 5.1.10 and 5.1.351', status: /^5\.1\.351$/ },
  { id: 'status-unknown-domain', reason: 'unknown-domain', source: RFC, status: /^5\.(?:1\.2|4\.4)$/ },
  { id: 'status-bad-address', reason: 'bad-address', source: RFC, status: /^5\.1\.3$/ },
  { id: 'status-moved', reason: 'moved', source: RFC, status: /^5\.1\.6$/ },
  { id: 'status-sender', reason: 'sender-refused', source: RFC, status: /^[45]\.1\.[78]$/ },
  { id: 'status-disabled', reason: 'mailbox-disabled', source: RFC, status: /^5\.2\.1$/ },
  { id: 'status-disabled-recipient', reason: 'mailbox-disabled', source: 'RFC 5248 X.7.13', status: /^5\.7\.13$/ },
  { id: 'status-full', reason: 'mailbox-full', source: RFC, status: /^[45]\.2\.2$/ },
  { id: 'status-too-large', reason: 'too-large', source: RFC, status: /^5\.(?:2\.3|3\.4)$/ },
  { id: 'status-closed-system', reason: 'no-mail-accepted', source: RFC, status: /^5\.3\.2$/ },
  { id: 'status-relaying', reason: 'relaying', source: RFC, status: /^5\.7\.1$/, code: /^501$/ },
  { id: 'status-loop', reason: 'loop', source: RFC, status: /^[45]\.4\.(?:6|14)$/ },
  { id: 'status-expired', reason: 'expired', source: RFC, status: /^[45]\.4\.7$/ },
  { id: 'status-network', reason: 'network', source: RFC, status: /^[45]\.4\.\d+$/ },
  { id: 'status-content', reason: 'content', source: RFC, status: /^5\.6\.\d+$/ },
  { id: 'status-security', reason: 'policy', source: RFC, status: /^5\.7\.\d+$/ },
  { id: 'status-security-for-now', reason: 'reputation', source: 'Gmail 4.7.0; RFC 3463 §3.8', status: /^4\.7\.\d+$/ },
  { id: 'status-session-limit', reason: 'session-limit', source: 'RFC 3463 §3.6', status: /^4\.5\.3$/ },
  { id: 'status-too-many', reason: 'rate', source: 'RFC 3463 §3.6', status: /^5\.5\.3$/ },
  { id: 'status-mailbox', reason: 'recipient-refuses', source: RFC, status: /^5\.2\.\d+$/ },
  { id: 'status-mailbox-for-now', reason: 'temporary', source: RFC, status: /^4\.[12]\.\d+$/ },
  { id: 'status-system', reason: 'system', source: RFC, status: /^[45]\.3\.\d+$/ },
]

/** The reply code alone, the last resort. */
export const CODE_RULES: ReplyRule[] = [
  {
    id: 'recipient-rejected',
    reason: 'unknown-user',
    source: 'Cisco IronPort "550 #5.1.0 Address rejected"; Postfix "Recipient address rejected" without a reason',
    text: /(?<!sender )(?<!from )\b(?:recipient|address|destination) (?:was |is |has been )?(?:rejected|refused)|rejected recipient/u,
    code: /^5/,
  },
  { id: 'code-moved', reason: 'moved', source: 'RFC 5321 §3.4', code: /^551$/ },
  { id: 'code-no-mail', reason: 'no-mail-accepted', source: 'RFC 7504 §3, RFC 7505 §3', code: /^(?:521|556)$/ },
  { id: 'code-full', reason: 'mailbox-full', source: 'RFC 5321 §4.2.3', code: /^(?:452|552|522)$/ },
  { id: 'code-protocol', reason: 'protocol', source: 'RFC 5321 §4.2.4', code: /^50[0-5]$/ },
  { id: 'code-for-now', reason: 'temporary', source: 'RFC 5321 §4.2.1', code: /^4/ },
  { id: 'code-delivered', reason: 'delivered', source: 'RFC 5321 §4.2.1', code: /^2/ },
]
