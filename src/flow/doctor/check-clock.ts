import { MINUTE, type Instant } from '../../domain/instant.ts'
import type { DatabaseState } from '../../store/database-state.ts'
import { fault, notChecked, ok, type Verdict } from '../../mail/doctor/verdict.ts'

const SET_CLOCK = 'Set the clock of this machine by NTP (timedatectl set-ntp true). Due times, the Date of mails and leases depend on it.'

/** Whether our clock agrees with what the database knows of the time: its own clock, where it is on a server, and what was written last. */
export function checkClock(state: DatabaseState, now: Instant): Verdict {
  if (state.state !== 'open') return notChecked('There is no database to compare the clock with.')
  const { clock, newest } = state
  if (clock !== undefined && Math.abs(clock - now) > MINUTE)
    return fault(`The clock says ${textOf(now)}, that of the database ${textOf(clock)}.`, `One of the two is wrong. ${SET_CLOCK}`)
  if (newest !== undefined && newest - now > MINUTE)
    return fault(`The clock says ${textOf(now)}, but something was written down at ${textOf(newest)} already.`, SET_CLOCK)
  return ok(
    clock === undefined
      ? `The clock says ${textOf(now)}, and nothing in the database is later than that.`
      : `The clock says ${textOf(now)}, as that of the database does.`,
  )
}

const textOf = (at: Instant): string => Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' })
