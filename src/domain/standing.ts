import type { Instant } from './instant.ts'

/** A process as it shows itself to the others of its database. */
export type Instance = {
  /** One run of one process. */
  run: string
  /** Where its database lies, as it sees it. */
  place: string
  host: string
  /** A fingerprint of the secret that signs its links. */
  secret: string
  baseUrl: string
  startedAt: Instant
  seenAt: Instant
}

/** Why a process must not send: the database has come to another place, or is older than what ran here before. */
export type HeldBecause = 'elsewhere' | 'older'

/** `place`: the one that a person, or the first start, has confirmed. `seenHere`: the last sign of life that this place remembers. */
export type Known = { place: string | undefined; isCalledOlder: boolean; newest: Instant; seenHere: Instant | undefined }

/**
 * Whether a database may be sent from. One that nobody has sent from yet may; one that lies elsewhere than where it was sent from is a copy,
 * or was restored; and one that does not know of a sign of life that this very place remembers was put back from a backup.
 */
export function heldBecause(place: string, { place: confirmed, isCalledOlder, newest, seenHere }: Known): HeldBecause | undefined {
  if (confirmed === undefined) return undefined
  if (confirmed !== place) return 'elsewhere'
  return isCalledOlder || (seenHere !== undefined && seenHere > newest) ? 'older' : undefined
}

const SILENT_AFTER = 5 * 60_000

/** Those alive that cannot belong to the same installation: two that send from one database for different sites, or with different keys. */
export function strangersAmong(instances: Instance[], own: Instance, now: Instant): Instance[] {
  return instances.filter(
    (one) =>
      one.run !== own.run &&
      one.seenAt > now - SILENT_AFTER &&
      (one.place !== own.place || one.secret !== own.secret || one.baseUrl !== own.baseUrl),
  )
}
