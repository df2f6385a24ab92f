import { beforeAll, describe, expect, test } from 'vitest'
import { classifyReply, type ReplyAction } from '../../../src/mail/reports/classify-reply.ts'
import type { Reason } from '../../../src/mail/reports/reason.ts'
import { scoreReports, type LabelledReport, type ReportScores } from '../../bench/reports.ts'
import { corpus, corpusLines, describeCorpora } from '../../support/corpora.ts'

describeCorpora('real reports', () => {
  let scores: ReportScores
  beforeAll(async () => {
    const rows = corpusLines('bounces/expected.jsonl') as LabelledReport[]
    scores = await scoreReports({ rows, raw: (file) => corpus(`bounces/${file}`) })
  })

  test('none of them makes the reader throw', () => {
    expect(scores.files).toBeGreaterThan(480)
    expect(scores.failed).toEqual([])
  })

  test('at least 98 of 100 recipients are found', () => {
    expect(scores.found / scores.recipients).toBeGreaterThanOrEqual(0.98)
  })

  test('who is called dead is dead, at least 97 times in 100, and 90 of 100 dead are found', () => {
    expect(scores.hardPrecision).toBeGreaterThanOrEqual(0.97)
    expect(scores.hardRecall).toBeGreaterThanOrEqual(0.95)
  })

  test('the class is right at least 98 times in 100', () => {
    expect(scores.right / scores.judged).toBeGreaterThanOrEqual(0.98)
  })

  test('no fault of ours is charged to a subscriber', () => {
    expect(scores.charged).toEqual([])
  })

  test('every complaint is found, and ordinary mails change nothing', () => {
    expect(scores.complaintsFound).toBe(scores.complaints)
    expect(scores.alarms).toEqual([])
  })
})

type Diagnostic = { file: string; diagnostic: string; reason: string; class: string; ambiguous: boolean }

/** What else than its class is right for a reason, as the labels of whole reports have it. */
const ALSO_RIGHT: Record<string, string[]> = {
  hard: ['filtered', 'suspend'],
  soft: ['contenterror', 'failedstarttls', 'hostunknown', 'notcompliantrfc', 'rejected', 'syntaxerror', 'virusdetected'],
  sender: ['exceedlimit', 'mailererror', 'mesgtoobig', 'onhold', 'speeding', 'systemerror', 'toomanyconn', 'undefined'],
}

describeCorpora('what the servers of real reports said, without the reports', () => {
  const rows = (): Diagnostic[] => (corpusLines('bounces/diagnostics.jsonl') as Diagnostic[]).filter(({ ambiguous }) => !ambiguous)
  const judged = (): { row: Diagnostic; kind: string; isRight: boolean }[] =>
    rows().map((row) => {
      const kind = classifyReply({ text: row.diagnostic }).class
      return { row, kind, isRight: kind === row.class || ALSO_RIGHT[kind]?.includes(row.reason) === true }
    })

  test('is judged right by its words alone', () => {
    const wrong = judged().filter(({ isRight }) => !isRight)
    expect(wrong.map(({ row, kind }) => `${row.file}: ${row.diagnostic} (${kind})`)).toEqual([])
  })

  test('finds every dead address', () => {
    const missed = judged().filter(({ row, kind }) => row.class === 'hard' && kind !== 'hard')
    expect(missed.map(({ row }) => row.diagnostic)).toEqual([])
  })
})

type ProviderCode = {
  provider: string
  reply: number
  status?: string
  code?: string
  text?: string
  gist?: string
  expect_class: string
  action: string
}

const REASONS_FOR: Record<string, Reason[]> = {
  recipient_rate: ['recipient-rate'],
  temporary: ['temporary', 'system', 'network', 'rate'],
  mailbox_full: ['mailbox-full'],
  session_limit: ['session-limit'],
  sender_reputation_or_auth: ['authentication', 'encryption', 'reverse-dns', 'reputation', 'blocked', 'rate', 'spam'],
  local_config: ['configuration', 'protocol'],
  user_unknown: ['unknown-user', 'bad-address'],
  host_unknown: ['unknown-domain'],
  sender_address_bad: ['sender-refused'],
  mailbox_disabled: ['mailbox-disabled'],
  message_rejected: ['too-large', 'content', 'not-compliant'],
  quota: ['rate'],
  loop: ['loop'],
  policy: ['recipient-policy'],
}

const ACTIONS_FOR: Record<string, ReplyAction[]> = {
  retry: ['retry', 'slow-down'],
  retry_then_soft: ['retry'],
  retry_separate_transaction: ['retry-apart'],
  retry_backoff_throttle_provider_alert: ['slow-down'],
  retry_fewer_connections: ['slow-down'],
  suppress_hard: ['suppress'],
  soft_count: ['count'],
  soft_count_no_suppress: ['pass-over'],
  stop_campaign_alert_operator: ['stop-issue'],
  stop_alert_operator: ['stop-transport', 'stop-issue'],
  pause_provider_alert: ['pause-provider'],
}

describeCorpora('the providers’ own lists', () => {
  describe.each(['gmail', 'outlook'])('of %s', (name) => {
    const rows = corpusLines(`provider-codes/${name}.jsonl`) as ProviderCode[]

    test.each(rows.map((row) => [row.reply, row.status ?? row.code, row.text ?? row.gist, row] as const))(
      '%s %s %s',
      (_code, _status, _text, row) => {
        const verdict = classifyReply({ replyCode: row.reply, status: row.status ?? null, text: row.text ?? `${row.code} ${row.gist}` })
        expect(REASONS_FOR[row.expect_class]).toContain(verdict.reason)
        expect(ACTIONS_FOR[row.action]).toContain(verdict.action)
      },
    )
  })
})
