import { cutText } from '../../domain/cut-text.ts'
import { textWidth } from '../../domain/text-width.ts'
import { darkContrast } from '../../mail/lint/dark-contrast.ts'
import type { LintContext } from '../../mail/lint/lint-context.ts'
import { lintMessage } from '../../mail/lint/lint-message.ts'
import { readMessage } from '../../mail/read-message.ts'
import { byWeight } from './check-briefing.ts'
import type { CheckFinding } from './finding.ts'
import { MAIL_FEATURES, MAIL_PROGRAMS } from './mail-programs.ts'

/** Gmail cuts html off a little below 100,000 bytes; from here on it should be watched. */
const CLIPPED = 99_500
const LARGE = 80_000

/** So many columns of a subject stand on the list of a phone held upright (iPhone Mail: some 41 Latin letters or 20 Chinese characters). */
const PHONE_COLUMNS = 41

/**
 * What the mail itself gives reason to look at: its subject on a phone, its size, its colours in the dark, what programs do not show, and
 * every finding of `lintMessage`. `raw` is a whole message as the preview makes it. `ofStory`: only what a story can be the cause of; who sends,
 * the ways out, signature and envelope are the same for all of a house's mails, and stand beside the issue.
 */
export async function checkMail(raw: Uint8Array, context: LintContext = {}, { ofStory = false } = {}): Promise<CheckFinding[]> {
  const { subject, html = '' } = await readMessage(raw)
  return [
    ...subjectFindings(subject),
    ...sizeFindings(html),
    ...darkFindings(html),
    ...programFindings(html),
    ...lintFindings(raw, { context, ofStory }),
  ].sort(byWeight)
}

const mailFinding = (finding: Pick<CheckFinding, 'check' | 'level' | 'found' | 'values'>): CheckFinding => ({
  field: 'mail',
  line: 0,
  ...finding,
})

function subjectFindings(subject: string): CheckFinding[] {
  const width = textWidth(subject)
  if (width <= PHONE_COLUMNS) return []
  const shown = cutText(subject, Math.floor((PHONE_COLUMNS * [...subject].length) / width))
  return [mailFinding({ check: 'subject-cut', level: 'hint', found: subject, values: { shown, count: [...subject].length } })]
}

function sizeFindings(html: string): CheckFinding[] {
  // As it travels: the reader of messages has made CRLF to LF.
  const bytes = Buffer.byteLength(html.replaceAll(/\r?\n/g, '\r\n'))
  if (bytes < LARGE) return []
  return [mailFinding({ check: 'html-large', level: bytes < CLIPPED ? 'should' : 'must', found: '', values: { bytes, limit: CLIPPED } })]
}

const darkFindings = (html: string): CheckFinding[] =>
  darkContrast(html).map(({ message }) => mailFinding({ check: 'contrast-weak', level: 'must', found: '', values: { what: message } }))

function programFindings(html: string): CheckFinding[] {
  return MAIL_FEATURES.filter(({ looks }) => looks.test(html)).flatMap(({ name, support, isExtra = false }) => {
    const lacking = MAIL_PROGRAMS.filter((_, index) => support[index] === 'n').map(({ name }) => name)
    if (lacking.length === 0) return []
    return [
      mailFinding({ check: 'program-lacks', level: isExtra ? 'hint' : 'should', found: name, values: { programs: lacking.join(', ') } }),
    ]
  })
}

/** Statements about identity, unsubscribing, signature, envelope and imprint. */
const OF_THE_HOUSE = /^([C-F]\d+|J11)$/

const LEVELS = { must: 'must', should: 'should', policy: 'hint' } as const

const lintFindings = (raw: Uint8Array, { context, ofStory }: { context: LintContext; ofStory: boolean }): CheckFinding[] =>
  lintMessage(raw, context)
    .filter(({ id }) => !ofStory || !OF_THE_HOUSE.test(id))
    .map(({ id, level, message, where = '' }) =>
      mailFinding({ check: 'message-fault', level: LEVELS[level], found: where, values: { id, what: message } }),
    )
