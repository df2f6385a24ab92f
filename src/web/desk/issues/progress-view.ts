import { MINUTE, type Instant } from '../../../domain/instant.ts'
import type { DeskIssue } from '../../../flow/issues/desk-issue.ts'
import {
  countNews,
  countStates,
  findSpan,
  listDomainResults,
  listResultsOverTime,
  OVER_TIME,
  type DomainResult,
  type IssueStates,
  type ResultsAt,
} from '../../../store/listings/issue-results.ts'
import type { Web } from '../../web.ts'
import { clicksView } from './clicks-view.ts'
import type { Visit } from '../desk-route.ts'

type Known = {
  at: Instant
  states: IssueStates
  news: Awaited<ReturnType<typeof countNews>>
  domains: DomainResult[]
  steps: ResultsAt[]
  step: number
  rate: number
}

const DOMAINS = 15
const STEPS = 48
/** Counting the deliveries of a large issue costs something: it is done so seldom that it takes a twentieth of the time at most. */
const SHORTEST = 2000
const SHARE = 20

const kept = new WeakMap<Web, Map<number, { until: number; known: Known }>>()

/** How far an issue has come, per domain and over time; nothing before it is approved. */
export async function progressView(web: Web, visit: Visit, { issue }: Pick<DeskIssue, 'issue'>) {
  const { words, when } = visit
  const isOut = issue.state === 'approved' || issue.state === 'addressed'
  if (!isOut) return undefined
  const { states, news, domains, steps, step, rate, at } = await knownOf(web, issue.id)
  const figure = figureOf(issue.id)
  const count = (...names: string[]): number => names.reduce((sum, name) => sum + (states.states[name] ?? 0), 0)
  const all = Object.values(states.states).reduce((sum, one) => sum + one, 0)
  const waiting = count('queued', 'joined', 'leased', 'posting')
  const over = all - waiting
  const isGoing = waiting > 0 || issue.state === 'approved'
  const number = (n: number): string => words.say('number', { n })
  return {
    ...{
      id: issue.id,
      isGoing,
      isHeld: issue.heldReason !== null,
      percent: all === 0 ? 0 : Math.floor((over / all) * 100),
      stopped: states.stopped,
    },
    hasLeft: count('posting', 'accepted', 'doubtful', 'refused') > 0,
    hasMails: all > 0,
    said: all === 0 ? '' : words.say('issues.overOf', { count: over, of: all }),
    rate: rate > 0 && waiting > 0 ? words.say('issues.rate', { count: Math.round(rate) }) : '',
    ends: rate > 0 && waiting > 0 ? words.say('issues.ends', { when: when(at + (waiting / rate) * MINUTE) }) : '',
    states: Object.entries(states.states)
      .sort()
      .map(([state, n]) => ({ label: words.say(`delivery-${state}`), ...figure(number(n), { state }) })),
    news: Object.entries(news).map(([kind, n]) => ({ label: words.say(`issues.${kind}`), ...figure(number(n), { state: kind }) })),
    printings: Object.entries(states.printings).map(([printing, n]) => words.say('issues.gotPrinting', { printing, count: n })),
    hasPrintings: Object.keys(states.printings).length > 1 || issue.printing > 1,
    columns: BY_DOMAIN.map((kind) => words.say(LABELS[kind])),
    domains: domains.map(({ domain, mails, ...one }) => ({
      ...{ domain, all: figure(number(mails), { domain }), share: Math.floor(((mails - one.waiting) / Math.max(1, mails)) * 100) },
      counts: BY_DOMAIN.map((kind) => figure(number(one[kind]), { domain, state: kind })),
    })),
    stepColumns: OVER_TIME.map((kind) => words.say(LABELS[kind])),
    steps: steps.map((one, index) => ({
      ...{ when: when(one.at), short: shortOf(visit, one.at, steps[index - 1]?.at) },
      counts: OVER_TIME.map((kind) => ({
        plain: one[kind],
        ...figure(number(one[kind]), { state: kind, from: one.at, until: one.at + step }),
      })),
    })),
    hasSteps: steps.length > 0,
    clicks: await clicksView(web, visit, issue.id),
  }
}

const BY_DOMAIN = ['accepted', 'waiting', 'refused', 'doubtful', 'withheld', 'bounced', 'complained', 'left'] as const

const LABELS = {
  ...{ accepted: 'delivery-accepted', refused: 'delivery-refused', doubtful: 'delivery-doubtful', withheld: 'delivery-withheld' },
  ...{
    waiting: 'issues.waiting',
    deferred: 'issues.deferred',
    bounced: 'issues.bounced',
    complained: 'issues.complained',
    left: 'issues.left',
  },
} as const

/** A number with the address of the deliveries that it counts; of none there is nothing to see. */
const figureOf =
  (issueId: number) =>
  (count: string, wish: Record<string, string | number>): { count: string; to: string } => ({
    count,
    to:
      count === '0'
        ? ''
        : `?${new URLSearchParams(Object.entries({ issue: issueId, ...wish }).map(([name, value]) => [name, String(value)])).toString()}`,
  })

/** The hour alone, with its day where that is another than before: `08:00`, then `Wed 00:00`. */
function shortOf({ words, zone }: Visit, at: Instant, before: Instant | undefined): string {
  const said = (options: Intl.DateTimeFormatOptions, moment: Instant): string =>
    new Intl.DateTimeFormat(words.locale, { ...options, timeZone: zone }).format(moment)
  const hour = said({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at)
  const day = said({ weekday: 'short' }, at)
  return before !== undefined && said({ weekday: 'short' }, before) !== day ? `${day} ${hour}` : hour
}

async function knownOf(web: Web, issueId: number): Promise<Known> {
  const ofWeb = kept.get(web) ?? new Map<number, { until: number; known: Known }>()
  kept.set(web, ofWeb)
  const before = ofWeb.get(issueId)
  if (before && web.clock() < before.until) return before.known
  const begun = performance.now()
  const known = await ask(web, issueId, before?.known)
  ofWeb.set(issueId, { until: web.clock() + Math.max(SHORTEST, SHARE * (performance.now() - begun)), known })
  // The pages of a few issues are looked at at a time.
  for (const oldest of ofWeb.keys()) if (ofWeb.size > 20) ofWeb.delete(oldest)
  return known
}

async function ask({ store: { db }, clock }: Web, issueId: number, before: Known | undefined): Promise<Known> {
  const at = clock()
  const states = await countStates(db, issueId)
  const span = await findSpan(db, issueId)
  const step = stepFor(span ? span.last - span.first : 0)
  return {
    ...{ at, states, step, rate: rateOf(before, { at, states }) },
    news: await countNews(db, issueId),
    domains: await listDomainResults(db, issueId, DOMAINS),
    steps: span ? await listResultsOverTime(db, issueId, step) : [],
  }
}

/** Mails per minute since they were counted last. */
function rateOf(before: Known | undefined, { at, states }: Pick<Known, 'at' | 'states'>): number {
  const overIn = ({ states: some }: IssueStates): number => (some['accepted'] ?? 0) + (some['refused'] ?? 0) + (some['doubtful'] ?? 0)
  if (!before || at <= before.at) return 0
  return Math.max(0, ((overIn(states) - overIn(before.states)) / (at - before.at)) * MINUTE)
}

const WIDTHS = [1, 5, 15, 60, 180, 720, 1440].map((minutes) => minutes * MINUTE)

const stepFor = (length: number): number => WIDTHS.find((width) => length / width <= STEPS) ?? 1440 * MINUTE
