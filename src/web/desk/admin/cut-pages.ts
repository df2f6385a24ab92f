import type { FastifyReply } from 'fastify'
import { composeDigest } from '../../../flow/compose-issue.ts'
import { lookAtCut } from '../../../flow/issues/look-at-cut.ts'
import { nameIn } from '../../../render/name-in.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { goOn } from '../go-on.ts'
import { notFound } from '../not-found.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { findDigestOf } from './digest-pages.ts'

export const CUT_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/digests/:digest/cut', needs: 'publisher', act: askBefore },
  { method: 'POST', path: '/digests/:digest/cut', needs: 'publisher', act: cut },
]

/** What an issue would hold if it were cut now, outside the schedule. */
async function askBefore(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words } = visit
  const digest = await findDigestOf(web, visit)
  if (!digest) return notFound(web, visit)
  const { stories, overCap } = await lookAtCut(web.store.db, digest, web.clock())
  const name = nameIn(digest.names, words.language).text
  return sendDeskPage(web, visit, {
    name: 'digest-cut',
    title: words.say('digests.cutTitle', { digest: name }),
    at: '/digests',
    view: {
      ...{ slug: digest.slug, stories },
      count: words.say('digests.cutHolds', { count: stories.length }),
      left: overCap > 0 ? words.say('digests.cutLeft', { count: overCap }) : '',
      about: words.say(digest.approval === 'person' ? 'digests.cutDraft' : 'digests.cutGoesOut'),
    },
  })
}

async function cut(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, person } = visit
  const digest = await findDigestOf(web, visit)
  const composed = digest && (await composeDigest(web.store, digest.slug, web.clock(), person))
  if (!digest || !composed) return notFound(web, visit)
  if (composed.ok)
    return goOn(web, visit, `/issues/${composed.issueId}`, {
      kind: 'success',
      text: words.say('digests.cutDone', { number: String(composed.number), count: composed.stories }),
    })
  return goOn(web, visit, `/digests/${digest.slug}`, { kind: 'warning', text: words.say(`digests.notCut-${composed.reason}`) })
}
