import type { FastifyReply } from 'fastify'
import { mayAct } from '../../../domain/desk-role.ts'
import { skipDate } from '../../../flow/issues/skip-issue.ts'
import { nameIn } from '../../../render/name-in.ts'
import { type CalendarIssue, ISSUE_STATES, listCalendarIssues, listSkippedDates } from '../../../store/listings/issue-calendar.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import type { Web } from '../../web.ts'
import type { DeskRoute, Visit } from '../desk-route.ts'
import { formFields } from '../form-fields.ts'
import { goOn } from '../go-on.ts'
import { sendDeskPage } from '../write-desk-page.ts'
import { comingDates, type CalendarEntry } from './coming-dates.ts'
import { findPage, readWish } from './found-issues.ts'
import { daysOf, readMonth } from './calendar-month.ts'
import { issueColour } from './issue-colour.ts'
import { readersOf } from './readers-of.ts'

export const CALENDAR_ROUTES: DeskRoute[] = [
  { method: 'GET', path: '/issues', needs: 'viewer', act: showCalendar },
  { method: 'POST', path: '/issues/dates', needs: 'publisher', act: changeDate },
]

/** What goes out when, to how many, and what still waits for a yes: issues that there are, and dates to come. */
async function showCalendar(web: Web, visit: Visit): Promise<FastifyReply> {
  const { request, words, zone, person } = visit
  const { month, digest, view } = request.query as Record<string, unknown>
  const now = web.clock()
  const shown = readMonth(month, now, zone)
  const digests = await listDigests(web.store.db)
  const chosen = digests.find(({ slug }) => slug === digest)?.slug
  const wish = readWish(request.query, chosen)
  const found = wish.isSet ? await findPage(web.store.db, wish) : undefined
  const issues = found?.issues ?? (await listCalendarIssues(web.store.db, { ...shown, digest: chosen }))
  const readers = await readersOf(web)
  const skipped = await listSkippedDates(web.store.db)
  const ours = digests.filter(({ slug }) => chosen === undefined || slug === chosen)
  const coming = found ? [] : comingDates({ digests: ours, skipped, readers }, { now, ...shown })
  const entries: CalendarEntry[] = [
    ...issues.map((issue) => ({ ...issue, readers: issue.readers || expected(issue, readers), kind: 'issue' as const, at: issue.dueAt })),
    ...coming,
  ].sort((one, other) => (found ? other.at - one.at : one.at - other.at))
  const views = entries.map((entry) => entryView(entry, visit))
  const isList = view === 'list' || found !== undefined
  const weekdays = isList ? [] : weekdayNames(words.language)
  const link = (change: object): string =>
    `?${queryText({ month: shown.month, digest: chosen, view: isList ? 'list' : undefined, ...change })}`
  return sendDeskPage(web, visit, {
    name: 'issues',
    title: words.say('issues.title'),
    at: '/issues',
    view: {
      monthName: words.date(`${shown.month}-01`, 'month'),
      ...{ isList, isFound: found !== undefined, search: wish.search, month: shown.month, chosen: chosen ?? '' },
      states: ISSUE_STATES.map((state) => ({ state, label: stateName(state, words), isChosen: state === wish.state })),
      older: found?.older ?? '',
      newest: found?.newest ?? '',
      digests: digests.map(({ slug, names }) => ({ slug, name: nameIn(names, words.language).text, isChosen: slug === chosen })),
      before: link({ month: shown.before }),
      after: link({ month: shown.after }),
      today: link({ month: undefined }),
      asList: link({ view: 'list' }),
      asMonth: link({ view: undefined }),
      weekdays,
      weeks: isList ? [] : daysOf(shown, { zone, now, weekdays, views }),
      entries: isList ? views : [],
      isEmpty: entries.length === 0,
      hasNone: digests.length === 0,
      mayPublish: mayAct(person.role, 'publisher'),
      rolling: ours
        .filter(({ release }) => release !== 'fixed')
        .map(({ names, release }) => ({ name: nameIn(names, words.language).text, release: words.say(`issues.release-${release}`) })),
    },
  })
}

/** Until it is addressed: everybody who reads its digest. */
const expected = ({ state, digest, correctsId }: CalendarIssue, readers: Map<string, number> | undefined): number =>
  state === 'skipped' || correctsId !== null ? 0 : (readers?.get(digest) ?? 0)

function entryView(entry: CalendarEntry, { words, zone, when }: Visit) {
  const local = Temporal.Instant.fromEpochMilliseconds(entry.at).toZonedDateTimeISO(zone)
  const common = {
    name: nameIn(entry.names, words.language).text,
    digest: entry.digest,
    day: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: 'minute' }),
    when: when(entry.at),
  }
  if (entry.kind !== 'issue')
    return {
      ...common,
      id: 0,
      number: '',
      isComing: entry.kind === 'coming',
      isSkipped: entry.kind === 'skipped',
      date: entry.date,
      colour: 'secondary',
      waits: false,
      state: words.say(`issues.${entry.kind}`),
      readers: entry.readers === undefined ? '' : words.say('issues.readers', { count: entry.readers }),
      stories: '',
      by: entry.by,
    }
  const { readers, gone } = entry
  const isSent = entry.state === 'addressed' && gone > 0 && gone >= readers
  return {
    ...common,
    ...{ id: entry.id, number: entry.number, isComing: false, isSkipped: entry.state === 'skipped', date: '', by: '' },
    colour: issueColour(entry.state),
    waits: entry.state === 'draft',
    state: isSent ? words.say('issues.sent') : stateName(entry.state, words),
    readers:
      readers > 0
        ? words.say(gone > 0 && gone < readers ? 'issues.goneOf' : 'issues.readers', {
            count: gone > 0 && gone < readers ? gone : readers,
            of: readers,
          })
        : '',
    stories: words.say('issues.stories', { count: entry.stories }),
  }
}

const stateName = (state: CalendarIssue['state'], words: Visit['words']): string =>
  words.say(state === 'draft' ? 'issues.waits' : state === 'skipped' ? 'issues.skipped' : `issue-${state}`)

async function changeDate(web: Web, visit: Visit): Promise<FastifyReply> {
  const { digest, date, wish } = formFields(visit.request, ['digest', 'date', 'wish'])
  const isSkipped = wish === 'skip'
  const done = await skipDate(web.store, { digest, date, isSkipped }, visit.person, web.clock())
  const text = done.ok
    ? visit.words.say(isSkipped ? 'issues.dateSkipped' : 'issues.dateTaken', { date })
    : visit.words.say('issues.noSuchDate')
  const month = /^\d{4}-\d{2}/.exec(date)?.[0] ?? ''
  return goOn(web, visit, `/issues?month=${month}`, { kind: done.ok ? 'success' : 'danger', text })
}

function queryText(values: Record<string, string | undefined>): string {
  const said = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new URLSearchParams(said).toString()
}

// A Monday and the six days behind it.
const weekdayNames = (language: string): string[] =>
  Array.from({ length: 7 }, (_, day) =>
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day)),
  )
