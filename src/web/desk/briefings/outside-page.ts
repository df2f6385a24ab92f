import type { FastifyReply } from 'fastify'
import { checkLinks } from '../../../flow/checks/check-links.ts'
import { hasSpamAssassin, scoreSpam } from '../../../flow/checks/score-spam.ts'
import { readFields } from '../../../intake/fields/read-fields.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage, sendDeskPart } from '../write-desk-page.ts'
import { frameOf, lookOf } from './editor-view.ts'
import { findingViews } from './finding-views.ts'
import { findOpen } from './find-open.ts'
import { mailOf } from './look-at-story.ts'

export const OUTSIDE_ROUTES: DeskRoute[] = [{ method: 'POST', path: '/briefings/:id/outside', needs: 'editor', act: checkOutside }]

/** What takes a while and asks others: whether links can be opened, and what SpamAssassin says where there is one. */
async function checkOutside(web: Web, visit: Visit): Promise<FastifyReply> {
  const open = await findOpen(web, visit)
  if (!open) return notFound(web, visit)
  const { words, request } = visit
  const { raw } = await mailOf(web, visit, open, { language: frameOf(lookOf(visit), open), format: 'html' })
  const [links, spam] = await Promise.all([checkLinks(readFields(open.fields).content), scoreSpam(raw)])
  const checks = findingViews([...links, ...spam], words)
  const view = {
    id: open.briefing.id,
    checks,
    isQuiet: checks.groups.length === 0,
    noSpam: hasSpamAssassin() ? '' : words.say('briefings.noSpamAssassin'),
  }
  const sheet = { name: 'briefing-outside', title: words.say('briefings.outsideTitle'), view }
  return request.headers['hx-request'] === 'true'
    ? sendDeskPart(web, visit, sheet)
    : sendDeskPage(web, visit, { ...sheet, at: '/briefings' })
}
