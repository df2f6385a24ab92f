import type { FastifyReply } from 'fastify'
import { checkZone } from '../../domain/time-zone.ts'
import { compareCounts } from '../../flow/simulate/compare-counts.ts'
import type { Simulation } from '../../flow/simulate/simulate.ts'
import type { Words } from '../../render/word-folder.ts'
import { listDigests } from '../../store/listings/digests.ts'
import type { LookedAhead } from '../look-ahead.ts'
import type { Web } from '../web.ts'
import { rootOf } from '../write-page.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { formFields } from './form-fields.ts'
import { heatMap } from './heat-map.ts'
import { sendDeskPage } from './write-desk-page.ts'

export const AHEAD_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/ahead', needs: 'viewer', act: showAhead },
  { method: 'POST', path: '/ahead', needs: 'viewer', act: begin },
]

const DAYS = 14
/** Seconds after which the page of a look ahead that is under way asks again. */
const REFRESH = 2

async function showAhead(web: Web, visit: Visit, notice?: string): Promise<FastifyReply> {
  const { reply, words } = visit
  const seen = web.lookAhead.seen()
  if (seen.state === 'running') reply.header('refresh', String(REFRESH))
  const digests = await listDigests(web.store.db)
  return sendDeskPage(web, visit, {
    name: 'ahead',
    title: words.say('menuAhead'),
    at: '/ahead',
    view: { ...viewOf(seen, words), digests: digests.map(({ slug }) => slug), zone: seen.state === 'none' ? 'UTC' : seen.wish.zone },
    notice: notice === undefined ? undefined : { kind: 'danger', text: notice },
  })
}

async function begin(web: Web, visit: Visit): Promise<FastifyReply> {
  const { digest, hour, zone } = formFields(visit.request, ['digest', 'hour', 'zone'])
  const known = checkZone(zone || 'UTC')
  if (known === undefined) return showAhead(web, { ...visit, reply: visit.reply.code(422) }, visit.words.say('aheadNoZone', { zone }))
  const changes = hour === '' ? [] : [{ key: digest === '' ? 'digest.hour' : `digest.${digest}.hour`, value: hour }]
  web.lookAhead.begin({ from: web.clock(), days: DAYS, zone: known, changes })
  return visit.reply.redirect(`${rootOf(web.publication.links.home())}desk/ahead`, 303)
}

function viewOf(seen: LookedAhead, words: Words): object {
  if (seen.state === 'none') return { isNone: true }
  if (seen.state === 'failed')
    return { failed: words.say('aheadFailed', { message: typeof seen.message === 'string' ? seen.message : words.tell(seen.message) }) }
  if (seen.state === 'running')
    return {
      running: words.say('aheadRunning', { count: seen.daysDone, of: seen.wish.days }),
      percent: Math.round((seen.daysDone / seen.wish.days) * 100),
    }
  const shown = seen.changed ?? seen.simulation
  return {
    found: foundView(shown, words),
    differences: seen.changed ? compareCounts(seen.simulation.counts, seen.changed.counts) : [],
    isChanged: seen.changed !== undefined,
  }
}

function foundView(simulation: Simulation, words: Words): object {
  const { mails, readers, briefings, issues, clockChanges, largest, counts } = simulation
  const reasons = new Map<string, number>()
  for (const { nothing } of issues)
    for (const [reason, count] of Object.entries(nothing))
      // Who is addressed has something.
      if (reason !== 'addressed') reasons.set(reason, (reasons.get(reason) ?? 0) + count)
  return {
    summary: words.say('aheadSummary', { mails, readers: readers.some }),
    standIns: words.say('aheadStandIns', { count: briefings }),
    none: readers.none === 0 ? '' : words.say('aheadNone', { count: readers.none }),
    map: heatMap(counts, words),
    reasons: [...reasons]
      .sort((one, other) => other[1] - one[1])
      .map(([reason, count]) => ({ reason: words.say(`aheadWhy-${reason}`), count: words.say('number', { n: count }) })),
    capped: issues
      .filter(({ cappedMails }) => cappedMails > 0)
      .map(({ digest, dueAt, cappedMails }) => ({ digest, due: words.moment(dueAt, 'UTC'), cappedMails })),
    clipped: largest.filter(({ isClipped }) => isClipped),
    largest: words.say('aheadLargest', { bytes: Math.max(0, ...largest.map(({ bytes }) => bytes)) }),
    clocks: clockChanges.map(({ zone, at, minutes, readers: live }) => ({
      zone,
      at: words.moment(at, 'UTC'),
      minutes: minutes > 0 ? `+${minutes}` : minutes,
      readers: live,
    })),
  }
}
