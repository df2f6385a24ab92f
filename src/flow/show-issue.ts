import type { IssueRef } from '../domain/links.ts'
import type { Format } from '../domain/part.ts'
import { readMessage } from '../mail/read-message.ts'
import type { Store } from '../store/dialect.ts'
import { findDeliveredIssue } from '../store/delivered-issues.ts'
import { findSentMail } from '../store/mail-members.ts'
import type { Shares } from './arrange-sections.ts'
import { shareOf } from './deliver.ts'
import { loadFrozenIssue } from './frozen-issue.ts'
import type { Publication } from './publication.ts'
import { putTogether } from './put-together.ts'
import { remember } from './remember.ts'

/** A mail as its reader got it; `content` is html or plain text, by its format. */
export type ShownIssue = { subject: string; language: string; format: Format; content: string }

/** Many readers open the same issue in the same hour. */
const KEPT = 4

/**
 * Shows an issue in the browser exactly as one reader got it: put together by the function that sends, from the same frozen parts.
 * Undefined where the mail has not left, or the reader is gone.
 */
export function makeIssueShower({ db }: Store, publication: Publication): (ref: IssueRef) => Promise<ShownIssue | undefined> {
  const frozen = remember((issueId: number) => loadFrozenIssue(db, issueId), KEPT)
  return async (ref) => {
    const found = await findDeliveredIssue(db, ref)
    if (!found) return undefined
    const { delivery, address } = found
    const { language, format } = delivery
    const sent = await findSentMail(db, delivery.id)
    const shares = await Promise.all(
      (sent?.members ?? [delivery]).map(async (member) => ({ frozen: await frozen(member.issueId), share: shareOf(member, { address }) })),
    )
    // Nobody checks a signature here.
    const { raw } = await putTogether(shares as Shares, { ...publication, dkim: undefined }, sent?.datedAt ?? delivery.dueAt)
    const { subject, html, text = '' } = await readMessage(Buffer.concat(raw))
    return { subject, language, format, content: html ?? text }
  }
}
