import { findRecipients } from './find-recipients.ts'
import { foldText } from './fold-text.ts'
import { judgeTexts, quotedReplies } from './judge-text.ts'
import { stageOf } from './plain-reply.ts'
import { delayed, refused } from './recipient-report.ts'
import type { RecipientReport } from './report.ts'
import type { ReportParts } from './report-parts.ts'
import { DELAY, DELIVERY_PROGRAM, FAILURE_SENTENCE, FAILURE_SUBJECT, GIVEN_UP, NO_REPLY } from './report-words.ts'

/**
 * Reads the reports that no standard covers: qmail, Exim, Sendmail 5, Exchange 5.5, Notes, IMail, gateways, Japanese phones, Mail.ru and
 * many more. It does not know them by name; all of them say in prose whom they could not reach and quote a server or give a reason.
 */
export function readProse(parts: ReportParts): RecipientReport[] {
  if (!looksLikeFailure(parts)) return []
  const isDelay = speaksOfDelay(parts)
  const found = findRecipients(parts)
  const all = found.length > 0 ? found : [{ address: null, section: parts.said }]
  return all.flatMap(({ address, section }) => {
    const verdict = judgeTexts([...quotedReplies(section), section, subjectOf(parts), parts.said], { stage: stageOf(section) })
    if (address === null && verdict.reason === 'unclear') return []
    return [isDelay ? delayed(address, verdict, section) : refused(address, verdict, section)]
  })
}

/**
 * Whether a mail without any marks of a report is one. A person who writes "user unknown" is none: it takes a sender that is a program, or
 * all signs together.
 */
function looksLikeFailure(parts: ReportParts): boolean {
  if (parts.header('x-failed-recipients').length > 0) return true
  const from = foldText(parts.header('from').join(' '))
  const saysSo = FAILURE_SUBJECT.test(foldText(subjectOf(parts)))
  const tellsOfIt = FAILURE_SENTENCE.test(foldText(parts.said))
  const quotes = quotedReplies(parts.said).length > 0
  if (DELIVERY_PROGRAM.test(from)) return saysSo || quotes || (tellsOfIt && givesReason(parts))
  if (NO_REPLY.test(from)) return (saysSo || tellsOfIt) && (quotes || givesReason(parts))
  const isFromNobody = parts.header('return-path').some((path) => /^\s*<?\s*(?:mailer-daemon\S*)?>?\s*$/i.test(path))
  return saysSo && (isFromNobody ? quotes || givesReason(parts) : quotes && tellsOfIt)
}

const givesReason = (parts: ReportParts): boolean =>
  findRecipients({ ...parts, returned: '' }).some(({ section }) => judgeTexts([...quotedReplies(section), section], {}).isTelling)

function speaksOfDelay(parts: ReportParts): boolean {
  const lead = foldText(`${subjectOf(parts)}\n${parts.said.slice(0, 3_000)}`)
  return DELAY.test(lead) && !GIVEN_UP.test(lead)
}

const subjectOf = (parts: ReportParts): string => parts.header('subject').join(' ')
