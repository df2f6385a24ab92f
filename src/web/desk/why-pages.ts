import type { FastifyReply } from 'fastify'
import { explain } from '../../flow/explain/explain.ts'
import { sayExplanation } from '../../render/say-explanation.ts'
import { wordsFor } from '../../render/words.ts'
import { listBriefings } from '../../store/listings/briefings.ts'
import type { Web } from '../web.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { sendDeskPage } from './write-desk-page.ts'

export const WHY_ROUTES: DeskRoute[] = [{ method: 'GET', path: '/why', needs: 'viewer', act: showWhy }]

const LONGEST = 300
const LATEST = 8

/** Why did this person get, or not get, this story? Asked by address and story, which the address of the page holds. */
async function showWhy(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words } = visit
  const query = request.query as Record<string, unknown>
  const [address, briefing] = [textOf(query['reader']), textOf(query['story'])]
  const explained = address === '' || briefing === '' ? undefined : await explain(web.store.db, { address, briefing }, web.clock())
  const latest = await listBriefings(web.store.db, { limit: LATEST })
  const spoken = wordsFor(words.language)
  return sendDeskPage(web, visit, {
    name: 'why',
    title: words.say('menuWhy'),
    at: '/why',
    view: {
      address,
      briefing,
      latest: latest.map(({ id, title }) => ({ id, title })),
      title: words.say('menuWhy'),
      found: explained?.ok ? { story: explained.briefing.title, address: explained.address } : undefined,
      answers: explained?.ok
        ? explained.explanations.map((one) => ({
            slug: one.slug,
            code: one.because.code,
            isGiven: one.placement.kind === 'given' || one.placement.kind === 'coming',
            ...sayExplanation(one, spoken, 'UTC'),
          }))
        : [],
    },
    notice: explained && !explained.ok ? { kind: 'danger', text: words.say(`why-${explained.reason}`, { address, briefing }) } : undefined,
  })
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, LONGEST).toWellFormed() : '')
