import type { FastifyReply } from 'fastify'
import { clearSamples, samplesLeft } from '../../../flow/settings/clear-samples.ts'
import { finishSetUp, SET_UP_STEPS, type SetUpStep } from '../../../flow/settings/set-up.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { goOn } from '../go-on.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { setUpOf, stepLine } from './steps.ts'

export const OVERVIEW_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/settings', needs: 'admin', act: showOverview },
  { method: 'POST', path: '/settings/finish', needs: 'admin', act: finish },
  { method: 'POST', path: '/settings/samples', needs: 'admin', act: clear },
]

/** What works, what is left, and the way to each. */
async function showOverview(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words } = visit
  const [line, { done }] = await Promise.all([stepLine(web, visit, 'overview'), setUpOf(web)])
  const said = saidOf(web, visit)
  const samples = await samplesLeft(web.store.db)
  const left = SET_UP_STEPS.filter((step) => !done[step]).length
  return sendDeskPage(web, visit, {
    name: 'set-up-overview',
    title: words.say('settings.title'),
    at: '/settings',
    view: {
      ...line,
      left,
      about: words.say(left === 0 ? 'settings.allDone' : 'settings.left', { count: left }),
      isCaught: web.catcher,
      hasSamples: samples.readers.length + samples.briefings.length > 0,
      samples: words.say('settings.samples', { count: samples.readers.length, stories: samples.briefings.length }),
      rows: SET_UP_STEPS.map((step) => ({
        path: `/settings/${step}`,
        name: words.say(`settings.step-${step}`),
        isDone: done[step],
        said: done[step] ? said[step] : words.say(`settings.open-${step}`),
      })),
    },
  })
}

function saidOf({ settings }: Web, { words }: Visit): Record<SetUpStep, string> {
  const { sender, relay, dkim } = settings.current()
  return {
    publication: `${sender.name} <${sender.address}>`,
    'mail-server': relay ? `${relay.host}:${relay.port}` : '',
    dns: words.say('settings.signsWith', { selector: dkim?.selector ?? '' }),
    topics: words.say('settings.hasTopics'),
    digest: words.say('settings.hasDigest'),
  }
}

async function finish(web: Web, visit: Visit): Promise<FastifyReply> {
  await finishSetUp(web.store, visit.person, web.clock())
  return goOn(web, visit, '', { kind: 'success', text: visit.words.say('settings.finished') })
}

async function clear(web: Web, visit: Visit): Promise<FastifyReply> {
  const { readers } = await clearSamples(web, visit.person, web.clock())
  return goOn(web, visit, '/settings', { kind: 'success', text: visit.words.say('settings.samplesCleared', { count: readers }) })
}
