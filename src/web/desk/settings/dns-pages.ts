import type { FastifyReply } from 'fastify'
import { makeDeskKey, useNextDeskKey } from '../../../flow/settings/dkim-keys.ts'
import { listWantedRecords, lookForRecords, type RecordSeen } from '../../../flow/settings/dns-records.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields, queryFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { faultsText, isFixed } from './setting-fields.ts'
import { setUpOf, stepLine } from './steps.ts'

export const DNS_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/settings/dns', needs: 'admin', act: (web, visit) => showDns(web, visit) },
  { method: 'POST', path: '/settings/dns/key', needs: 'admin', act: makeKey },
  { method: 'POST', path: '/settings/dns/next', needs: 'admin', act: useNext },
]

const COLOURS = { found: 'green', missing: 'red', differs: 'yellow', unanswered: 'secondary' } as const

/** The key that signs, and what to publish in the DNS; with `?look`, what stands there now. */
async function showDns(web: Web, visit: Visit, fault?: string): Promise<FastifyReply> {
  const { words, request } = visit
  const setup = web.settings.current()
  const { done } = await setUpOf(web)
  const { selector } = formFields(request, ['selector'])
  const isLooking = queryFields(request, ['look']).look !== ''
  const seen = isLooking ? await lookForRecords(setup, web.settings.dns()) : []
  const year = Temporal.Instant.fromEpochMilliseconds(web.clock()).toZonedDateTimeISO('UTC').year
  return sendDeskPage(web, visit, {
    name: 'set-up-dns',
    title: words.say('settings.step-dns'),
    at: '/settings',
    scripts: ['copy-text'],
    view: {
      ...(await stepLine(web, visit, 'dns')),
      ...{ isLooking, isExample: !done.publication, isFixed: isFixed(web.settings, 'DKIM_KEY') },
      domain: setup.sender.address.slice(setup.sender.address.lastIndexOf('@') + 1),
      signs: setup.dkim?.selector ?? '',
      waits: setup.dkimNext?.selector ?? '',
      selector: selector || `mail${setup.dkim ? year + 1 : year}`,
      records: listWantedRecords(setup).map(({ kind, name, value, strings }) => ({
        ...{ kind, name, value, strings: strings.map((string) => `"${string}"`).join('\n'), isSplit: strings.length > 1 },
        title: words.say(`settings.record-${kind}`),
        about: words.say(`settings.record-${kind}-is`),
        seen: seenView(
          seen.find((one) => one.kind === kind),
          visit,
        ),
      })),
    },
    notice: fault === undefined ? undefined : { kind: 'danger', text: fault },
  })
}

function seenView(seen: RecordSeen | undefined, { words }: Visit): object | null {
  if (!seen) return null
  const { state, texts, verdict } = seen
  return {
    colour: COLOURS[state],
    state: words.say(`settings.seen-${state}`),
    texts,
    message: words.tell(verdict.message),
    todo: verdict.todo ? words.tell(verdict.todo) : '',
  }
}

async function makeKey(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, request } = visit
  const selector = formFields(request, ['selector']).selector.trim()
  const made = await makeDeskKey({ store: web.store, tools: web.settings }, selector, visit.person, web.clock())
  if (!made.ok) return showDns(web, { ...visit, reply: visit.reply.code(422) }, faultsText(made.mistakes, words))
  return goOn(web, visit, '/settings/dns', { kind: 'success', text: words.say(`settings.keyMade-${made.use}`, { selector }) })
}

async function useNext(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words } = visit
  const saved = await useNextDeskKey({ store: web.store, tools: web.settings }, visit.person, web.clock())
  if (!saved.ok) return showDns(web, { ...visit, reply: visit.reply.code(422) }, words.say('settings.noNextKey'))
  return goOn(web, visit, '/settings/dns', { kind: 'success', text: words.say('settings.keyFollowed') })
}
