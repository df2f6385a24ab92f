import type { Instant } from '../domain/instant.ts'
import type { Notice } from '../domain/notice.ts'
import { composeMessage, type ComposedMessage } from '../mail/compose-message.ts'
import { noticeHeaders } from '../mail/notice-headers.ts'
import { encodeQuotedPrintable } from '../mail/quoted-printable.ts'
import { renderNotice } from '../render/render-notice.ts'
import type { Publication } from './publication.ts'

/** The message of a single mail; the same notice at the same time always gives the same bytes. */
export async function putNoticeTogether(notice: Notice, publication: Publication, at: Instant): Promise<ComposedMessage> {
  const { sender, postalAddress, links } = publication
  const { language, content } = notice
  const { html, text } = await renderNotice(content, { language, senderName: sender.name, postalAddress, homeUrl: links.home() })
  const { envelope, headers } = noticeHeaders({
    ...publication,
    ...{ noticeId: notice.id, kind: notice.kind, isAnswer: notice.kind !== 'address-changed' },
    ...{ address: notice.address, language, subject: content.subject, at },
  })
  const bodies = { text: [encodeQuotedPrintable(text)], html: [encodeQuotedPrintable(html)] }
  return composeMessage({ envelope, headers, ...bodies, at }, publication.dkim)
}
