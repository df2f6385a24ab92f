import { saying } from '../../domain/saying.ts'
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
  if (near.length === 0) return ok(saying('doctor.rates-fine'))
  const said = near.map(({ receiver, what, rate, each }) =>
    receiver === '*'
      ? saying(`doctor.rate-all-${what}`, { rate: percent(rate), days: each })
      : saying(`doctor.rate-at-${what}`, { rate: percent(rate), days: each, receiver }),
  )
  const verdict = near.some(({ isOver }) => isOver) ? fault : warning
  return verdict(saying('doctor.rates-near', { rates: said.slice(0, 5) }), LOOK_AT_RATES)
}

/** What is held until a person decides. */
export function checkHeld(attention: Attention | undefined): Verdict {
  if (!attention) return notChecked(NOT_READ)
  const { heldReceivers, heldIssues } = attention
  if (heldReceivers.length === 0 && heldIssues.length === 0) return ok(saying('doctor.nothing-waits'))
  const receivers = heldReceivers.map(({ receiver, waiting }) => saying('doctor.held-addresses', { count: waiting, receiver }))
  const issues = heldIssues.map(({ id, reason }) => saying('doctor.held-issue', { id: String(id), why: reason }))
  return warning(saying('doctor.held-waits', { things: [...receivers, ...issues].slice(0, 5) }), saying('doctor.held-decide'))
}

/** Undefined where the database cannot be read, or has not the tables of this Broadsheet. */
export async function attentionOf(state: DatabaseState, url: string, now: Instant): Promise<Attention | undefined> {
  return state.state === 'open' && state.hasTables && state.pending.length === 0 ? readAttention(url, now) : undefined
}

const NOT_READ = saying('doctor.tables-unread')
const LOOK_AT_RATES = saying('doctor.look-at-rates')

const percent = (rate: number): string => `${Number((rate * 100).toFixed(2))} %`
