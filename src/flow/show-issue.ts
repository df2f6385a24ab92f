import type { IssueRef } from '../domain/links.ts'
import type { Format } from '../domain/part.ts'
import { readMessage } from '../mail/read-message.ts'
import type { Db, Store } from '../store/dialect.ts'
import { findDeliveredIssue } from '../store/delivered-issues.ts'
import type { ClaimedDelivery } from '../store/deliveries.ts'
import { findSentMail } from '../store/mail-members.ts'
import type { Shares } from './arrange-sections.ts'
import { shareOf } from './deliver.ts'
import { loadFrozenIssue } from './frozen-issue.ts'
import type { Publication } from './publication.ts'
import { putTogether, type BelowStory } from './put-together.ts'
import { remember } from './remember.ts'
import { whyGiven } from './explain/why-given.ts'
import { whyLine } from '../render/why-line.ts'
import { wordsFor } from '../render/words.ts'

/** A mail as its reader got it; `content` is html or plain text, by its format. */
export type ShownIssue = { subject: string; language: string; format: Format; content: string }

/** Many readers open the same issue in the same hour. */
const KEPT = 4

/**
 * Shows an issue in the browser exactly as one reader got it, put together by the function that sends, from the same frozen parts; and
 * below each story, why it is there.
 * Undefined where the mail has not left, or the reader is gone.
 */
export function makeIssueShower({ db }: Store, publication: Publication): (ref: IssueRef) => Promise<ShownIssue | undefined> {
  const frozen = remember((key: string) => {
    const [issueId = 0, printing = 0] = key.split(' ').map(Number)
    return loadFrozenIssue(db, issueId, printing)
  }, KEPT)
  return async (ref) => {
    const found = await findDeliveredIssue(db, ref)
    if (!found) return undefined
    const { delivery, address } = found
    const { language, format } = delivery
    const sent = await findSentMail(db, delivery.id)
    const members = sent?.members ?? [delivery]
    const shares = await Promise.all(
      members.map(async (member) => ({
        frozen: await frozen(`${member.issueId} ${member.printing}`),
        share: shareOf(member, { address }),
      })),
    )
    const below = await whyBelow(db, members, language)
    // Nobody checks a signature here.
    const { raw } = await putTogether(shares as Shares, { ...publication, dkim: undefined }, sent?.datedAt ?? delivery.dueAt, below)
    const { subject, html, text = '' } = await readMessage(Buffer.concat(raw))
    return { subject, language, format, content: html ?? text }
  }
}

async function whyBelow(db: Db, members: ClaimedDelivery[], language: string): Promise<BelowStory> {
  const words = wordsFor(language)
  const reasons = new Map(await Promise.all(members.map(async (member) => [member.id, await whyGiven(db, member)] as const)))
  return ({ share, position }, format) => whyLine(reasons.get(share.deliveryId)?.get(position) ?? { code: 'as-addressed' }, words, format)
}
