import type { FastifyReply } from 'fastify'
import { REPUTATION_DAYS, listReputation, type Reputation } from '../../../store/listings/reputation.ts'
import { checkZone } from '../../../domain/time-zone.ts'
import { findFindings } from '../../../store/listings/findings.ts'
import { listProcesses } from '../../../store/listings/processes.ts'
import { countReadersByZone } from '../../../store/listings/readers-by-zone.ts'
import { getTransportStatus, type TransportStatus } from '../../../store/listings/transport-status.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { countInTime } from '../front/count-in-time.ts'
import { keepFor } from '../front/keep-for.ts'
import { goOn } from '../go-on.ts'
import { sayWhy } from '../lists/timeline-words.ts'
import { sendDeskPage } from '../write-desk-page.ts'

export const TRANSPORT_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/transports', needs: 'viewer', act: showTransports },
  { method: 'POST', path: '/transports/doctor', needs: 'admin', act: callDoctor },
  { method: 'GET', path: '/reputation', needs: 'viewer', act: showReputation },
  { method: 'GET', path: '/zones', needs: 'viewer', act: showZones },
]

const statusOf = countInTime(15_000, ({ store, clock }: Web) => getTransportStatus(store.db, clock()))
const reputationOf = keepFor(30_000, ({ store, clock }: Web) => listReputation(store.db, clock()))
const zonesOf = countInTime(60_000, ({ store }: Web) => countReadersByZone(store.db))

const COLOURS = { fault: 'red', warning: 'yellow', ok: 'green', 'not-checked': 'secondary' } as const

/** The way out: what waits and how fast it goes, which receivers are slow and why, and what the doctor found. */
async function showTransports(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, when } = visit
  const now = web.clock()
  const [counted, findings, processes] = [await statusOf(web), await findFindings(web.store.db), await listProcesses(web.store.db, now)]
  const troubled = processes.filter(({ isSilent, lastTrouble }) => !isSilent && lastTrouble !== null)
  return sendDeskPage(web, visit, {
    name: 'transports',
    title: words.say('menuTransports'),
    at: '/transports',
    view: {
      mayChange: visit.person.role === 'admin',
      mayExamine: web.examine !== undefined,
      isCaught: web.catcher,
      isCounting: counted === undefined,
      ...(counted ? statusView(counted.counts, visit) : NOT_COUNTED),
      troubles: troubled.map(({ host, pid, lastTrouble }) => ({ host, pid, said: lastTrouble ?? '' })),
      examinedAt: findings ? when(findings.at) : '',
      findings: (findings?.diagnoses ?? [])
        .toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
        .map(({ id, state, message, todo }) => ({
          id,
          message: words.tell(message),
          todo: todo ? words.tell(todo) : '',
          colour: COLOURS[state],
          state: words.say(`delivery.finding-${state}`),
        })),
    },
  })
}

const NOT_COUNTED = { queue: [], doubtful: '', lately: '', doneAt: '', lastReason: '', slow: [] }

function statusView({ queue, lately, doneAt, lastReason, slow }: TransportStatus, { words, when }: Visit): object {
  const number = (n: number): string => words.say('number', { n })
  return {
    queue: (['queued', 'dueNow', 'leased', 'posting'] as const).map((key) => ({
      label: words.say(`delivery.queue-${key}`),
      count: number(queue[key]),
    })),
    doubtful: number(queue.doubtful),
    lately: words.say('delivery.lately', { count: lately.accepted, minutes: lately.minutes, rate: lately.perMinute }),
    doneAt: doneAt === null ? '' : words.say('delivery.doneAt', { at: when(doneAt) }),
    lastReason: sayWhy(words, lastReason ?? ''),
    slow: slow.map((one) => ({
      receiver: one.receiver,
      pace: words.say('delivery.pace', { rate: Math.round(one.rate * 10) / 10 }),
      waiting: number(one.waiting),
      why: one.reason ?? '',
      since: one.slowedAt === null ? '' : when(one.slowedAt),
      doneAt: one.doneAt === null ? '' : when(one.doneAt),
    })),
  }
}

const ORDER = ['fault', 'warning', 'ok', 'not-checked']

async function callDoctor(web: Web, visit: Visit): Promise<FastifyReply> {
  await web.examine?.()
  return goOn(web, visit, '/transports', { kind: 'success', text: visit.words.say('delivery.examined') })
}

async function showReputation(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words } = visit
  const found = await reputationOf(web)
  return sendDeskPage(web, visit, {
    name: 'reputation',
    title: words.say('menuReputation'),
    at: '/reputation',
    view: {
      rows: found.flatMap((one) => REPUTATION_DAYS.map((days, index) => rowOf(one, { days, isFirst: index === 0 }, visit))),
      isEmpty: found.length === 0,
    },
  })
}

/** As the warnings name what is counted. */
const NAMES = { refused: 'refusals', bounced: 'bounces', complained: 'complaints' } as const

function rowOf(
  { senderDomain, receiver, days }: Reputation,
  at: { days: (typeof REPUTATION_DAYS)[number]; isFirst: boolean },
  { words }: Visit,
): object {
  const { accepted, refused, rates, warnings } = days[at.days]
  const rate = (what: 'refused' | 'bounced' | 'complained'): object => {
    const warning = warnings.find((one) => one.what === NAMES[what])
    return {
      text: `${words.say('number', { n: Number((rates[what] * 100).toFixed(2)) })} %`,
      colour: warning ? (warning.isOver ? 'text-danger' : 'text-warning') : '',
    }
  }
  return {
    senderDomain: at.isFirst ? senderDomain : '',
    receiver: at.isFirst ? (receiver === '*' ? words.say('delivery.allReceivers') : receiver) : '',
    isFirst: at.isFirst,
    days: words.say('delivery.days', { count: at.days }),
    mails: words.say('number', { n: accepted + refused }),
    refused: rate('refused'),
    bounced: rate('bounced'),
    complained: rate('complained'),
  }
}

/** Where the readers are; those whose zone is unknown get their mails by their digest's. */
async function showZones(web: Web, visit: Visit): Promise<FastifyReply> {
  const counted = await zonesOf(web)
  return sendDeskPage(web, visit, {
    name: 'zones',
    title: visit.words.say('delivery.zones'),
    at: '',
    view: {
      isCounted: counted !== undefined,
      zones: (counted?.counts ?? [])
        .map(({ zone, readers }) => ({
          zone,
          readers: visit.words.say('number', { n: readers }),
          isUnknown: checkZone(zone) === undefined,
        }))
        .toSorted((a, b) => Number(b.isUnknown) - Number(a.isUnknown)),
    },
  })
}
