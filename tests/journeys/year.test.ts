import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DAY } from '../../src/domain/instant.ts'
import { at, openWorld } from '../support/world.ts'
import { eachDatabase } from '../support/databases.ts'
import { diceOf } from './year/dice.ts'
import { liveWithKills } from './year/live-with-kills.ts'
import { mailsSent } from './year/mails-sent.ts'
import { dueIn, neverTold } from './year/never-told.ts'
import { offTheHour, twiceADay } from './year/off-the-hour.ts'
import { AFTERMATH, planYear, type YearSettings } from './year/plan.ts'
import { readRecord } from './year/record.ts'
import { settleIn } from './year/settle-in.ts'
import { toldTwice } from './year/told-twice.ts'
import { wishesOf } from './year/wishes.ts'
import { withoutReason } from './year/without-reason.ts'
import { listChanges, windowsAround } from './year/zones.ts'

// The short form: a few readers through the nights of one spring and one autumn. `YEAR=full READERS=1000` is the long one: two years, stories
// on every day, both databases; `YEAR=changes` is as long, but has stories only around the clock changes. FROM and UNTIL make it shorter, KILLS
// kills more often, and SEED=… repeats what failed.
const { env } = process
const isFull = env['YEAR'] === 'full'
const isLong = isFull || env['YEAR'] === 'changes'
const seed = Number(env['SEED'] ?? (isLong ? Math.floor(Math.random() * 1e9) : 1))
const SHORT = [
  { from: '2027-03-25', until: '2027-04-06' },
  { from: '2026-10-23', until: '2026-11-03' },
]
const long = { from: env['FROM'] ?? '2026-01-01', until: env['UNTIL'] ?? '2028-01-01' }
const READERS = Number(env['READERS'] ?? 12)
const KILLS = Number(env['KILLS'] ?? (isLong ? 60 : 2))
const QUESTIONS = isLong ? 300 : 150
const PATIENCE = isLong ? 2 * DAY : 240_000

const databases = isLong ? eachDatabase : eachDatabase.filter(({ name }) => name === 'SQLite')

describe.each(databases)('a life of changing clocks, changing minds and killed processes on $name', ({ url }) => {
  it.each(isLong ? [long] : SHORT)(
    `from $from to $until every story comes once, at the right hour, or for a reason not at all (SEED=${seed})`,
    { timeout: PATIENCE },
    async (span) => {
      const settings: YearSettings = {
        seed,
        isFull,
        readers: READERS,
        from: at(`${span.from}T00:00:00Z`),
        until: at(`${span.until}T00:00:00Z`) + AFTERMATH,
      }
      const plan = planYear(settings)
      const dice = diceOf(seed + 1)
      const databaseUrl = await url()
      const file = join(mkdtempSync(join(tmpdir(), 'broadsheet-year-')), 'record')
      await settleIn(databaseUrl, plan)
      const changes = listChanges({ from: settings.from, until: settings.until - AFTERMATH })
      const windows = windowsAround(changes)
      const kills = Array.from({ length: KILLS }, () => dice.one(windows).from + dice.next() * 2 * DAY).sort((one, other) => one - other)
      const outages = await liveWithKills({ settings, databaseUrl, record: file }, kills, dice)

      await using store = await openWorld(databaseUrl)
      const record = readRecord(file)
      const wishes = wishesOf(plan, record)
      const sent = await mailsSent(store, plan, record)
      const due = dueIn(plan, { record, wishes })
      const never = neverTold(due, record)
      const asked = { plan, record, dice, count: QUESTIONS, now: settings.until }
      const found = {
        trouble: record.filter(({ what }) => what === 'trouble'),
        twice: toldTwice(record),
        missing: never.map(({ reader, story, digest }) => `${story.key} to ${reader.address} in ${digest}`),
        offTheHour: offTheHour(sent, { wishes, outages }),
        twiceADay: twiceADay(sent, { wishes, outages }),
        withoutReason: await withoutReason(store, asked),
      }
      // What was lived through, so that green means something.
      const lived = {
        changes: changes.length,
        kills: outages.length,
        mails: sent.length,
        due: due.length,
        changesOfMind: wishes.flat().length,
      }
      expect(found, `${JSON.stringify(lived)}, SEED=${seed}, ${file}`).toEqual({
        ...{ trouble: [], twice: [], missing: [], offTheHour: [], twiceADay: [], withoutReason: [] },
      })
      expect(lived.kills).toBe(KILLS)
      expect(Math.min(lived.mails, lived.due)).toBeGreaterThan(settings.readers)
      if (isLong) process.stdout.write(`${JSON.stringify(lived)}\n`)
    },
  )
})
