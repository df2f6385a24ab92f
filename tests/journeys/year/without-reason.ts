import type { Instant } from '../../../src/domain/instant.ts'
import { explain } from '../../../src/flow/explain/explain.ts'
import type { Store } from '../../../src/store/dialect.ts'
import type { Dice } from './dice.ts'
import type { Published } from './never-told.ts'
import type { Plan } from './plan.ts'
import { tellingOf, type Told } from './told.ts'

type Asked = { plan: Plan; stories: Published[]; told: Told; dice: Dice; count: number; now: Instant }

/** Asks of so many stories and readers why they came together or did not, and gives back the answers that are none. */
export async function withoutReason({ db }: Store, { plan, stories, told, dice, count, now }: Asked): Promise<string[]> {
  const wrong: string[] = []
  for (let asked = 0; asked < count && stories.length > 0; asked++) {
    const { address } = dice.one(plan.readers)
    const { key } = dice.one(stories)
    const answer = await explain(db, { address, briefing: key }, now)
    const isTold = told.has(tellingOf(key, address))
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
