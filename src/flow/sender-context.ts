import type { Instant } from '../domain/instant.ts'
import type { Transport } from '../mail/transport.ts'
import type { Store } from '../store/dialect.ts'
import type { Publication } from './publication.ts'

/** What a sender works with. */
export type SenderContext = {
  store: Store
  publication: Publication
  transport: Transport
  clock: () => Instant
  /** From 0 to 1, by chance: it spreads retries. */
  random: () => number
  /** Hears of what went wrong on our side; nothing stops because of it. */
  failed: (what: string, error: unknown) => void
}
