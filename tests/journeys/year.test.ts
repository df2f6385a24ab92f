import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DAY, type Instant } from '../../src/domain/instant.ts'
import { at } from '../support/world.ts'
import { eachDatabase } from '../support/databases.ts'
import { diceOf } from './year/dice.ts'
import { liveWithKills, type Lived } from './year/live-with-kills.ts'
import { makeJudge } from './year/judge.ts'
import { AFTERMATH, planYear, type YearSettings } from './year/plan.ts'
import { followRecord } from './year/record.ts'
import { settleIn } from './year/settle-in.ts'
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
const QUESTIONS = isLong ? 20 : 150
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
      const record = join(mkdtempSync(join(tmpdir(), 'broadsheet-year-')), 'record')
      const follow = followRecord(record)
      const judge = makeJudge({ plan, databaseUrl, dice, questions: QUESTIONS })
      const tell = (text: string): void => void (isLong && process.stdout.write(`${text}\n`))
      await settleIn(databaseUrl, plan)
      const changes = listChanges({ from: settings.from, until: settings.until - AFTERMATH })
      const windows = windowsAround(changes)
      const kills = Array.from({ length: KILLS }, () => dice.one(windows).from + dice.next() * 2 * DAY).sort((one, other) => one - other)
      let life: Lived = { startAt: settings.from, kills, outages: [] }
      for (const until of chaptersOf(settings)) {
        life = await liveWithKills({ settings, databaseUrl, record, until }, life, dice)
        const { found, lived } = await judge({ now: until, fresh: follow(), outages: life.outages })
        const all = JSON.stringify({ until: new Date(until), ...lived, kills: life.outages.length, changes: changes.length })
        tell(`${all} ${Object.values(found).flat().length === 0 ? 'nothing wrong' : JSON.stringify(found)}`)
        if (until < settings.until) continue
        expect(found, `${all}, SEED=${seed}, ${record}`).toEqual({
          ...{ trouble: [], twice: [], missing: [], offTheHour: [], twiceADay: [], withoutReason: [] },
        })
        expect(life.outages.length).toBe(KILLS)
        expect(Math.min(lived.mails, lived.due)).toBeGreaterThan(settings.readers)
      }
    },
  )
})

/** A long life is judged now and then, so that it says something before it ends; a process is stopped and started for it, too. */
function chaptersOf({ from, until }: YearSettings): Instant[] {
  if (!isLong) return [until]
  const whole = Math.floor((until - from) / CHAPTER)
  return [...Array.from({ length: whole }, (_, index) => from + (index + 1) * CHAPTER), until]
}

const CHAPTER = 28 * DAY
