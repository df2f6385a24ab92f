import type { Saying } from '../domain/saying.ts'
import type { Instant } from '../domain/instant.ts'
import type { IssueStory } from '../domain/issue.ts'
import type { ComposedMessage } from '../mail/compose-message.ts'
import { messageDateOf } from '../mail/message-date.ts'
import type { Db } from '../store/dialect.ts'
import type { EditionOf, Shares } from './arrange-sections.ts'
import { findCompany } from './find-company.ts'
import { findEdition, type NoPreview, type WantedPreview } from './find-edition.ts'
import type { Publication } from './publication.ts'
import { putTogether } from './put-together.ts'

/** `together`: the issues in the mail, where it is more than one. */
export type Previewed =
  | { ok: true; message: ComposedMessage; number: number; stories: IssueStory[]; share: EditionOf; dueAt: Instant; together: InMail[] }
  | { ok: false; reason: NoPreview; message: Saying }

type InMail = { names: Record<string, string>; number: number }

/**
 * The mail as the reader gets it, with what else leaves in it. Of a frozen issue it is made from the frozen parts, of a draft from parts
 * rendered now in the same way. A reader whom it was addressed to sees the very bytes that are sent; others see them with the delivery's
 * number left at 0.
 */
export const previewIssue = (db: Db, wanted: WantedPreview, publication: Publication, now: Instant): Promise<Previewed> =>
  preview(db, wanted, { publication, now, seenBy: (share) => share })

/** For people who are not that reader: the same, but its links belong to nobody, so that none of them does anything. */
export const previewHarmlessly = (db: Db, wanted: WantedPreview, publication: Publication, now: Instant): Promise<Previewed> =>
  preview(db, wanted, { publication, now, seenBy: (share) => ({ ...share, deliveryId: 0, subscriberId: 0 }) })

type Around = { publication: Publication; now: Instant; seenBy: (share: EditionOf) => EditionOf }

async function preview(db: Db, wanted: WantedPreview, { publication, now, seenBy }: Around): Promise<Previewed> {
  const found = await findEdition(db, wanted, publication, now)
  if (!found.ok) return found
  const { frozen, stories } = found
  const company = await findCompany(db, found, publication, now)
  const shares = company.map((one) => ({ frozen: one.frozen, share: seenBy(one.share) })) as Shares
  const dueAt = Math.max(...company.map((one) => one.dueAt))
  const message = await putTogether(shares, publication, messageDateOf(company[0].dueAt, Math.max(now, dueAt)))
  const together = company.length < 2 ? [] : company.map(({ frozen: { digest, number } }) => ({ names: digest.names, number }))
  return { ok: true, message, number: frozen.number, stories, share: seenBy(found.share), dueAt, together }
}
