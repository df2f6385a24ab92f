import type { Instant } from '../domain/instant.ts'
import type { Notice, NoticeContent } from '../domain/notice.ts'
import { composeMessage, type ComposedMessage } from '../mail/compose-message.ts'
import { noticeHeaders } from '../mail/notice-headers.ts'
import { encodeQuotedPrintable } from '../mail/quoted-printable.ts'
import { renderNotice } from '../render/render-notice.ts'
import type { Publication } from './publication.ts'

/** The message of a single mail; the same notice at the same time always gives the same bytes. */
export async function putNoticeTogether(notice: Notice, publication: Publication, at: Instant): Promise<ComposedMessage> {
  const { sender, postalAddress, links } = publication
  const { language, content } = notice
  if (content.ready) return readyMessage(notice.address, content.ready)
  const { html, text } = await renderNotice(content, { language, senderName: sender.name, postalAddress, homeUrl: links.home() })
  const { envelope, headers } = noticeHeaders({
    ...publication,
    ...{ noticeId: notice.id, kind: notice.kind, isAnswer: !['address-changed', 'test-mail'].includes(notice.kind) },
    ...{ address: notice.address, language, subject: content.subject, at },
  })
  const bodies = { text: [encodeQuotedPrintable(text)], html: [encodeQuotedPrintable(html)] }
  return composeMessage({ envelope, headers, ...bodies, at }, publication.dkim)
}

function readyMessage(to: string, { from, isInternational, raw }: NonNullable<NoticeContent['ready']>): ComposedMessage {
  const bytes = Buffer.from(raw, 'base64')
  return { envelope: { from, to, isInternational }, raw: [bytes], byteLength: bytes.length }
}
