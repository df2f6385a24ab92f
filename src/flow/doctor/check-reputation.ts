import type { Instant } from '../../domain/instant.ts'
import { fault, notChecked, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { readAttention, type Attention } from '../../store/listings/attention.ts'
import { REPUTATION_DAYS } from '../../store/listings/reputation.ts'

/** What receivers refuse, send back and complain of, beside their limits. */
export function checkReputation(attention: Attention | undefined): Verdict {
  if (!attention) return notChecked(NOT_READ)
  const near = attention.reputation.flatMap(({ receiver, days }) =>
    REPUTATION_DAYS.flatMap((each) => days[each].warnings.map((found) => ({ ...found, each, receiver }))),
  )
  if (near.length === 0) return ok('Complaints and bounces are below the limits of the providers.')
  const said = near.map(
    ({ receiver, what, rate, each }) => `${percent(rate)} ${what} ${receiver === '*' ? 'in all' : `at ${receiver}`} over ${each} days`,
  )
  const verdict = near.some(({ isOver }) => isOver) ? fault : warning
  return verdict(`Rates are near or over the limits of the providers: ${said.slice(0, 5).join('; ')}.`, LOOK_AT_RATES)
}

/** What is held until a person decides. */
export function checkHeld(attention: Attention | undefined): Verdict {
  if (!attention) return notChecked(NOT_READ)
  const { heldReceivers, heldIssues } = attention
  if (heldReceivers.length === 0 && heldIssues.length === 0) return ok('Nothing waits for you.')
  const receivers = heldReceivers.map(({ receiver, waiting }) => `${waiting} addresses of ${receiver}`)
  const issues = heldIssues.map(({ id, reason }) => `issue ${id} (${reason})`)
  return warning(
    `Held until somebody decides: ${[...receivers, ...issues].slice(0, 5).join('; ')}.`,
    '"suppression held" and "suppression apply" or "drop" for addresses; "issue list" and "issue resume" for issues.',
  )
}

/** Undefined where the database cannot be read, or has not the tables of this Broadsheet. */
export async function attentionOf(state: DatabaseState, url: string, now: Instant): Promise<Attention | undefined> {
  return state.state === 'open' && state.hasTables && state.pending.length === 0 ? readAttention(url, now) : undefined
}

const NOT_READ = 'The tables are not there to be read.'
const LOOK_AT_RATES = '"reputation" shows all of them, "report list --kind complaint" and "--kind failed" what was said.'

const percent = (rate: number): string => `${Number((rate * 100).toFixed(2))} %`
