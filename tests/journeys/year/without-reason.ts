import type { Instant } from '../../../src/domain/instant.ts'
import { explain } from '../../../src/flow/explain/explain.ts'
import type { Store } from '../../../src/store/dialect.ts'
import type { Dice } from './dice.ts'
import { publishedIn } from './never-told.ts'
import type { Plan } from './plan.ts'
import type { Line } from './record.ts'
import { storyOf } from './told-twice.ts'

type Asked = { plan: Plan; record: Line[]; dice: Dice; count: number; now: Instant }

/** Asks of so many stories and readers why they came together or did not, and gives back the answers that are none. */
export async function withoutReason({ db }: Store, { plan, record, dice, count, now }: Asked): Promise<string[]> {
  const told = new Set(record.flatMap((line) => (line.what === 'mail' ? line.told.map((key) => `${line.to} ${storyOf(key)}`) : [])))
  const stories = publishedIn(plan, record)
  const wrong: string[] = []
  for (let asked = 0; asked < count; asked++) {
    const { address } = dice.one(plan.readers)
    const { key } = dice.one(stories)
    const answer = await explain(db, { address, briefing: key }, now)
    const isTold = told.has(`${address} ${storyOf(key)}`)
    const why = answer.ok ? answer.explanations.map(({ placement, because }) => ({ placement, code: because.code })) : answer.reason
    const isFine = answer.ok && answer.explanations.length > 0 && answer.explanations.every((one) => isReason(one, isTold))
    const isGiven =
      answer.ok && answer.explanations.some(({ placement }) => placement.kind === 'given' && ARRIVED.includes(placement.state))
    if (!isFine || (isTold && !isGiven)) wrong.push(`${key} to ${address}, ${isTold ? 'told' : 'not told'}: ${JSON.stringify(why)}`)
  }
  return wrong
}

type Explanation = Extract<Awaited<ReturnType<typeof explain>>, { ok: true }>['explanations'][number]

const ARRIVED = ['accepted', 'doubtful']

/** What came has a reason for it, what did not has one against it. Doubtful: nobody knows whether it came. */
function isReason({ placement, because }: Explanation, isTold: boolean): boolean {
  if (placement.kind !== 'given') return because.code !== 'as-addressed'
  return isTold || placement.state === 'doubtful' || (placement.state === 'withheld' && placement.detail !== null)
}
