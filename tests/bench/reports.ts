import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReport } from '../../src/mail/reports/read-report.ts'
import type { RecipientReport, Report } from '../../src/mail/reports/report.ts'

/** The labelled corpus: its rows, and the bytes of a file. */
export type LabelledReports = { rows: LabelledReport[]; raw: (file: string) => Uint8Array }

type Expected = { recipient: string | null; class: string; accept_class?: string[] }
export type LabelledReport = { file: string; kind: string; by: string; ambiguous?: boolean; expect: Expected[] }
type Reading = { row: LabelledReport; report: Report | null; ms: number }
/** A label, and what was said about that recipient; undefined when the recipient was not found. */
type Pair = { row: LabelledReport; expected: Expected; given: RecipientReport | undefined }

export type ReportScores = {
  files: number
  /** Recipients that the labels name, and how many of them were found. */
  recipients: number
  found: number
  /** Of the found ones, without the ambiguous: those whose class the label gives or accepts. */
  judged: number
  right: number
  /** Of those called hard, the share that is; of those that are, the share that was called so. */
  hardPrecision: number
  hardRecall: number
  /** Faults of ours that were charged to a subscriber, as `file: class`. */
  charged: string[]
  complaints: number
  complaintsFound: number
  /** Files that are no reports and yet change something. */
  alarms: string[]
  /** Files at which the reader threw. */
  failed: string[]
  /** Expected class → class given → how often. */
  confusion: Record<string, Record<string, number>>
  slowest: { file: string; ms: number }
}

/** Labels that a test or a person gave. The others repeat them, or come from a run of one program. */
const SURE_LABELS = ['go-test', 'rb-test', 'hand']

/** Holds the reader of reports against the labels. */
export async function scoreReports({ rows, raw }: LabelledReports): Promise<ReportScores> {
  const readings: Reading[] = []
  for (const row of rows) readings.push(await read(row, raw(row.file)))
  const sure = readings.filter(({ row }) => row.kind === 'report' && SURE_LABELS.includes(row.by)).flatMap(pairs)
  const complaints = sure.filter(({ expected }) => expected.class === 'complaint')
  const slowest = readings.reduce((slow, each) => (each.ms > slow.ms ? each : slow))
  return {
    files: readings.length,
    recipients: sure.length,
    found: sure.filter(({ given }) => given).length,
    ...classScores(sure.filter(({ row }) => row.ambiguous !== true)),
    complaints: complaints.length,
    complaintsFound: complaints.filter(({ given }) => given?.class === 'complaint').length,
    alarms: readings
      .filter(({ row, report }) => row.kind === 'not_a_bounce' && report && changesSomething(report))
      .map(({ row }) => row.file),
    failed: readings.filter(({ report }) => report === null).map(({ row }) => row.file),
    slowest: { file: slowest.row.file, ms: Math.round(slowest.ms) },
  }
}

export function benchReports({ corporaDir }: { corporaDir: string }): Promise<ReportScores> {
  const folder = join(corporaDir, 'bounces')
  const lines = readFileSync(join(folder, 'expected.jsonl'), 'utf8').trim().split('\n')
  const rows = lines.map((line) => JSON.parse(line) as LabelledReport)
  return scoreReports({ rows, raw: (file) => readFileSync(join(folder, file)) })
}

/** For people. */
export function scoreLines(scores: ReportScores): string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
  return [
    `files                    ${scores.files}, threw: ${scores.failed.length}, slowest: ${scores.slowest.ms} ms (${scores.slowest.file})`,
    `recipients found         ${scores.found} of ${scores.recipients} (${percent(scores.found / scores.recipients)})`,
    `class right              ${scores.right} of ${scores.judged} (${percent(scores.right / scores.judged)})`,
    `hard                     precision ${percent(scores.hardPrecision)}, recall ${percent(scores.hardRecall)}`,
    `our faults charged       ${scores.charged.length} ${scores.charged.join(', ')}`,
    `complaints found         ${scores.complaintsFound} of ${scores.complaints}`,
    `ordinary mails misread   ${scores.alarms.length} ${scores.alarms.join(', ')}`,
    ...Object.entries(scores.confusion).map(([expected, given]) => `  ${expected.padEnd(22)} ${JSON.stringify(given)}`),
  ]
}

async function read(row: LabelledReport, raw: Uint8Array): Promise<Reading> {
  const start = performance.now()
  const report = await readReport(raw).catch(() => null)
  return { row, report, ms: performance.now() - start }
}

const changesSomething = ({ recipients }: Report): boolean => recipients.some((each) => !['autoreply', 'delivered'].includes(each.class))

/** Each label with what was said about that recipient. Every recipient is used once. */
function pairs({ row, report }: Reading): Pair[] {
  const left = [...(report?.recipients ?? [])]
  return row.expect.map((expected) => {
    const at = left.findIndex(({ address }) => expected.recipient === null || address?.toLowerCase() === expected.recipient.toLowerCase())
    return { row, expected, given: at < 0 ? undefined : left.splice(at, 1)[0] }
  })
}

type ClassScores = Pick<ReportScores, 'judged' | 'right' | 'hardPrecision' | 'hardRecall' | 'charged' | 'confusion'>

function classScores(pairs: Pair[]): ClassScores {
  const judged = pairs.flatMap(({ row, expected, given }) => (given ? [{ file: row.file, expected, given: given.class }] : []))
  const accepts = (expected: Expected, given: string): boolean => [expected.class, ...(expected.accept_class ?? [])].includes(given)
  const called = judged.filter(({ given }) => given === 'hard')
  const are = pairs.filter(({ expected }) => expected.class === 'hard')
  const wrong = judged.filter(({ expected, given }) => !accepts(expected, given))
  return {
    judged: judged.length,
    right: judged.length - wrong.length,
    hardPrecision: called.filter(({ expected }) => accepts(expected, 'hard')).length / called.length,
    hardRecall: are.filter(({ given }) => given?.class === 'hard').length / are.length,
    charged: wrong.filter(({ expected }) => expected.class === 'sender').map(({ file, given }) => `${file}: ${given}`),
    confusion: confusionOf(judged),
  }
}

function confusionOf(judged: { expected: Expected; given: string }[]): ReportScores['confusion'] {
  const confusion: ReportScores['confusion'] = {}
  for (const { expected, given } of judged) {
    const counts = (confusion[expected.class] ??= {})
    counts[given] = (counts[given] ?? 0) + 1
  }
  return confusion
}
