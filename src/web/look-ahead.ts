import type { Saying } from '../domain/saying.ts'
import type { Simulation, SimulationWish } from '../flow/simulate/simulate.ts'

/** What the desk knows of the coming days; living through them takes a while, and is done beside everything else. */
export type LookedAhead =
  | { state: 'none' }
  | { state: 'running'; wish: SimulationWish; daysDone: number }
  | { state: 'done'; wish: SimulationWish; simulation: Simulation; changed: Simulation | undefined }
  | { state: 'failed'; wish: SimulationWish; message: Saying | string }

export type LookAhead = {
  /** Begins anew, unless it is at it already. */
  begin: (wish: SimulationWish) => void
  seen: () => LookedAhead
}
