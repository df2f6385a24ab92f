import type { FastifyReply } from 'fastify'
import { DAY } from '../../domain/instant.ts'
import { nameIn } from '../../render/name-in.ts'
import { findFindings } from '../../store/listings/findings.ts'
import { countWaiting, listHoursOfMail, listIssuesDue, listIssuesGoing, type FrontIssue } from '../../store/listings/front.ts'
import { listProcesses } from '../../store/listings/processes.ts'
import { countReadersByZone } from '../../store/listings/readers-by-zone.ts'
import type { Web } from '../web.ts'
import { CHART } from './desk-assets.ts'
import type { DeskRoute, Visit } from './desk-route.ts'
import { daysOfMail } from './front/days-of-mail.ts'
import { healthOfRoles } from './front/health-of-roles.ts'
import { countInTime } from './front/count-in-time.ts'
import { thingsToDo } from './front/things-to-do.ts'
import { heldText } from './issues/held-words.ts'
import { stepLine } from './settings/steps.ts'
import { sendDeskPage, sendDeskPart } from './write-desk-page.ts'

export const FRONT_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '', needs: 'viewer', act: showFront },
  { method: 'GET', path: '/going', needs: 'viewer', act: showGoing },
]

const DAYS = 30
/** What is under way is asked for once in so many milliseconds, however many look. */
const GOING_GOOD_FOR = 4000
const ZONES_GOOD_FOR = 60_000
const COLOURS: Record<string, string> = { draft: 'yellow', approved: 'blue', addressed: 'green', held: 'red' }

/** Today's issues, what needs a person, what is being sent, the last thirty days, and how every role is. */
async function showFront(web: Web, visit: Visit): Promise<FastifyReply> {
  const { words, zone } = visit
  const now = web.clock()
  const { db } = web.store
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay()
  const [from, until] = [today.epochMilliseconds, today.add({ days: 1 }).epochMilliseconds]
  const [issues, waiting, processes, findings, hours, zones] = await Promise.all([
    listIssuesDue(db, { from, until }),
    countWaiting(db),
    listProcesses(db, now),
    findFindings(db),
    listHoursOfMail(db, from - DAYS * DAY),
    zonesOf(web),
  ])
  const days = daysOfMail(hours, { today, days: DAYS }, words)
  return sendDeskPage(web, visit, {
    name: 'front',
    title: words.say('menuToday'),
    at: '',
    scripts: ['month-chart'],
    view: {
      date: words.date(today.toPlainDate().toString(), 'full'),
      issues: issues.map((issue) => issueView(issue, visit)),
      setUp: await setUpCard(web, visit),
      todo: thingsToDo({ waiting, processes, findings, readersByZone: zones?.counts ?? [] }, visit),
      going: await goingView(web, visit),
      ...days,
      chart: CHART.path,
      roles: healthOfRoles(processes, visit),
    },
  })
}

/** What is left to set up, for those who may; null when that is done with. */
async function setUpCard(web: Web, visit: Visit): Promise<object | null> {
  if (visit.person.role !== 'admin') return null
  const line = await stepLine(web, visit, 'overview')
  return line.isFinished ? null : line
}

async function showGoing(web: Web, visit: Visit): Promise<FastifyReply> {
  return sendDeskPart(web, visit, { name: 'going', title: '', view: { going: await goingView(web, visit) } })
}

const goingOf = countInTime(GOING_GOOD_FOR, ({ store, clock }: Web) => listIssuesGoing(store.db, clock() - 3 * DAY))
const zonesOf = countInTime(ZONES_GOOD_FOR, ({ store }: Web) => countReadersByZone(store.db))

async function goingView(web: Web, visit: Visit): Promise<object[]> {
  return ((await goingOf(web))?.counts ?? []).map((issue) => ({
    ...issueView(issue, visit),
    said: visit.words.say('front.goneOf', { count: issue.gone, of: issue.readers }),
    percent: Math.floor((issue.gone / Math.max(1, issue.readers)) * 100),
  }))
}

function issueView(issue: FrontIssue, { words, when }: Visit): object {
  const { id, number, state, dueAt, stories, readers, gone, failed, heldReason } = issue
  return {
    id,
    name: nameIn(issue.names, words.language).text,
    number,
    colour: COLOURS[state] ?? 'secondary',
    state: words.say(state === 'skipped' ? 'issues.skipped' : `issue-${state}`),
    held: heldText(heldReason ?? '', words),
    due: when(dueAt),
    stories: words.say('front.stories', { count: stories }),
    readers: readers > 0 ? words.say('front.goneOf', { count: gone, of: readers }) : '',
    failed: failed > 0 ? words.say('front.failed', { count: failed }) : '',
  }
}
