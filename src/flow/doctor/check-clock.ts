import { saying } from '../../domain/saying.ts'
import { MINUTE, type Instant } from '../../domain/instant.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { fault, notChecked, ok, type Verdict } from '../../mail/doctor/verdict.ts'

const SET_CLOCK = saying('doctor.set-clock')

/** Whether our clock agrees with what the database knows of the time: its own clock, where it is on a server, and what was written last. */
export function checkClock(state: DatabaseState, now: Instant): Verdict {
  if (state.state !== 'open') return notChecked(saying('doctor.no-clock'))
  const { clock, newest } = state
  if (clock !== undefined && Math.abs(clock - now) > MINUTE)
    return fault(
      saying('doctor.clocks-differ', { here: textOf(now), there: textOf(clock) }),
      saying('doctor.one-clock-wrong', { setClock: SET_CLOCK }),
    )
  if (newest !== undefined && newest - now > MINUTE)
    return fault(saying('doctor.clock-behind', { here: textOf(now), newest: textOf(newest) }), SET_CLOCK)
  return ok(clock === undefined ? saying('doctor.clock-fine', { here: textOf(now) }) : saying('doctor.clocks-agree', { here: textOf(now) }))
}

const textOf = (at: Instant): string => Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' })
