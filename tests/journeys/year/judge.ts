import { sql } from 'kysely'
import { DAY, type Instant } from '../../../src/domain/instant.ts'
import { explain } from '../../../src/flow/explain/explain.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { openWorld } from '../../support/world.ts'
import type { Dice } from './dice.ts'
import type { Outage } from './live-with-kills.ts'
import { mailsSent, type Sent } from './mails-sent.ts'
import { dueIn, neverTold, publishedIn, type Due } from './never-told.ts'
import { offTheHour, twiceADay } from './off-the-hour.ts'
import type { Plan } from './plan.ts'
import type { Line } from './record.ts'
import { hear, toldTwice, type Told } from './told.ts'
import { wishesOf, type Wishes } from './wishes.ts'
import { withoutReason } from './without-reason.ts'
import { LONGEST_WAY } from './world.ts'

/** What is wrong, in words; and how much was looked at, so that nothing wrong means something. */
export type Verdict = { found: Record<Fault, string[]>; lived: { mails: number; due: number; changesOfMind: number } }

type Fault = 'trouble' | 'twice' | 'missing' | 'offTheHour' | 'twiceADay' | 'withoutReason'

type Life = { plan: Plan; databaseUrl: string; dice: Dice; questions: number }

/** How far has been lived, by which lines of the record, and which downtimes there have been. */
type Present = { now: Instant; fresh: Line[]; outages: Outage[] }

const LONGEST = Math.max(...Object.values(LONGEST_WAY))
// Whether somebody changed something soon after a mail is known so much later.
const KNOWN_AFTER = 3 * DAY

/** Makes what judges a life as it goes on: every mail soon after it left, every story when it must have come by the longest way. */
export function makeJudge({ plan, databaseUrl, dice, questions }: Life): (present: Present) => Promise<Verdict> {
  const told: Told = new Map()
  const done: Line[] = []
  const kept = { sent: [] as Sent[], judgedUntil: -Infinity, due: 0, mails: 0 }
  const found: Verdict['found'] = { trouble: [], twice: [], missing: [], offTheHour: [], twiceADay: [], withoutReason: [] }
  return async ({ now, fresh, outages }) => {
    await using store = await openWorld(databaseUrl)
    // The databases of the tests look after themselves in nothing: after months of mails they would have forgotten how large they are.
    for (const care of ['vacuum', 'analyze']) await sql.raw(care).execute(store.db)
    const isEnd = now >= plan.settings.until
    done.push(...fresh.filter(({ what }) => what === 'done'))
    hear(told, fresh)
    const wishes = wishesOf(plan, done)
    const sent = await mailsSent(store, plan, fresh)
    const stories = publishedIn(plan, done).filter(({ publishedAt }) => publishedAt + LONGEST < now)
    const ripe = stories.filter(({ publishedAt }) => publishedAt + LONGEST >= kept.judgedUntil)
    const due = dueIn(plan, { stories: ripe, wishes })
    const quietUntil = isEnd ? Infinity : now - KNOWN_AFTER
    kept.sent.push(...sent)
    found.trouble.push(...fresh.flatMap((line) => (line.what === 'trouble' ? [line.text] : [])))
    found.twice = toldTwice(told)
    found.missing.push(...(await withoutDoubt(store, neverTold(due, told), now)))
    found.offTheHour.push(...offTheHour(sent, { wishes, outages }))
    const twoMails = twiceADay(
      kept.sent.filter(({ at }) => at < quietUntil),
      { wishes, outages },
    )
    found.twiceADay = [...new Set([...found.twiceADay, ...twoMails])]
    found.withoutReason.push(...(await withoutReason(store, { plan, stories, told, dice, count: questions, now })))
    kept.sent = kept.sent.filter(({ at }) => at >= now - 2 * KNOWN_AFTER)
    kept.judgedUntil = now
    kept.due += due.length
    kept.mails += sent.length
    return { found, lived: { mails: kept.mails, due: kept.due, changesOfMind: countChanges(wishes) } }
  }
}

const countChanges = (wishes: Wishes[][]): number => wishes.flat().length

/** A process that dies between the commit and the final dot leaves a mail of which nobody knows whether it came: a person is asked. */
async function withoutDoubt({ db }: Store, never: Due[], now: Instant): Promise<string[]> {
  const missing = []
  for (const { reader, story, digest } of never) {
    const answer = await explain(db, { address: reader.address, briefing: story.key }, now)
    const isDoubtful =
      answer.ok && answer.explanations.some(({ placement }) => placement.kind === 'given' && placement.state === 'doubtful')
    if (!isDoubtful) missing.push(`${story.key} to ${reader.address} in ${digest}`)
  }
  return missing
}
