import type { FastifyReply } from 'fastify'
import { readMail } from '../../../flow/read-mail.ts'
import { inTheme } from '../../../render/in-theme.ts'
import { sendPrivately } from '../../send-page.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { notFound } from '../not-found.ts'
import { frameOf, lookOf } from './editor-view.ts'
import { findOpen } from './find-open.ts'
import { mailOf } from './look-at-story.ts'

export const MAIL_ROUTES: DeskRoute[] = [{ method: 'GET', path: '/briefings/:id/mail', needs: 'viewer', act: showMail }]

/**
 * For the frame of the preview: a mail's own styles show and nothing is run or fetched. Our page may look into it, to keep the place to which
 * somebody has scrolled.
 */
const PREVIEW = [
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** The story as it stands in the mail, from the words that the person has typed. */
async function showMail(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  const look = lookOf(visit)
  const { raw } = await mailOf(web, visit, open, { language: frameOf(look, open), format: look.format })
  const { html, text = '' } = await readMail(raw)
  const reply = visit.reply.header('content-security-policy', PREVIEW).header('x-frame-options', 'sameorigin')
  if (html === undefined) return reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(text)
  return sendPrivately(
    reply,
    inTheme(html, look.theme).replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`),
  )
}
