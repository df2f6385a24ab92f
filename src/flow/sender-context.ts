import type { Instant } from '../domain/instant.ts'
import type { Transport } from '../mail/transport.ts'
import type { Store } from '../store/dialect.ts'
import type { Publication } from './publication.ts'

/** Mails a second, 0 for no limit: of all senders together, and to each receiver to begin with. Not kept: nobody waits for a turn. */
export type PaceLimits = { relayRate: number; domainRate: number; isKept: boolean }

/** What a sender works with. */
export type SenderContext = {
  store: Store
  publication: Publication
  transport: Transport
  /** Without it there is no limit but what receivers ask for. */
  pace?: PaceLimits
  clock: () => Instant
  /** From 0 to 1, by chance: it spreads retries. */
  random: () => number
  /** Hears of what went wrong on our side; nothing stops because of it. */
  failed: (what: string, error: unknown) => void
}
