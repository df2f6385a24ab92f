import { sql } from 'kysely'
import { openScratch } from '../../src/app.ts'
import { DAY } from '../../src/domain/instant.ts'
import { simulate, type Simulation } from '../../src/flow/simulate/simulate.ts'
import type { Result } from './figure.ts'
import { openBench, type Bench } from './open-bench.ts'
import type { Options } from './options.ts'
import { CUT_AT } from './seed-issue.ts'
import { inEnglish } from '../../src/render/in-english.ts'

const READERS = 100_000
const DAYS = 14
const BRIEFINGS = 98

/** Looking two weeks ahead: seven stories on every day, a digest on every morning. */
export async function simulation({ readers: most, rounds }: Options): Promise<Result[]> {
  const readers = Math.min(READERS, most)
  await using bench = await openBench({ readers, briefings: BRIEFINGS, port: 25 })
  await spreadStories(bench)
  const seconds: number[] = []
  let mails = 0
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    const startedAt = performance.now()
    mails = mailsOf(await lookAhead(bench))
    seconds.push((performance.now() - startedAt) / 1000)
  }
  return [
    {
      what: `simulating ${DAYS} days`,
      ...{ value: seconds.toSorted((one, other) => one - other)[seconds.length >> 1] ?? 0, unit: 's', goal: { atMost: 30 } },
      detail: `${readers} readers of 8 topics, ${mails} mails`,
    },
  ]
}

/** Over the days before, so that as many come in the days ahead. */
async function spreadStories({ app: { store } }: Bench): Promise<void> {
  const step = (DAYS * DAY) / BRIEFINGS
  await sql`update briefings set published_at = ${CUT_AT} - id * ${sql.lit(Math.floor(step))} + ${sql.lit(Math.floor(step / 2))}`.execute(
    store.db,
  )
}

async function lookAhead({ app: { store, publication } }: Bench): Promise<Simulation> {
  const failed = (what: string, error: unknown): void => {
    throw new Error(`Trouble with ${what}`, { cause: error })
  }
  const tools = { store, publication, openScratch, failed, progress: () => undefined }
  const answer = await simulate(tools, { from: CUT_AT, days: DAYS, zone: 'UTC', changes: [] })
  if (!answer.ok) throw new Error(inEnglish(answer.message))
  return answer.simulation
}

const mailsOf = ({ counts }: Simulation): number => counts.reduce((sum, { mails }) => sum + mails, 0)
