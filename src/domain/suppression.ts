/**
 * Why we do not write to an address.
 *
 * - `manual`: a person has said so.
 * - `complaint`: the reader called a mail spam.
 * - `unsubscribed`: the reader wants nothing more of all that we send.
 * - `hard`: the mailbox is gone.
 * - `soft`: the mailbox has failed for too long.
 */
export type SuppressionReason = 'manual' | 'complaint' | 'unsubscribed' | 'hard' | 'soft'

/** From the weakest to the strongest. */
export const SUPPRESSION_REASONS = ['soft', 'hard', 'unsubscribed', 'complaint', 'manual'] as const satisfies readonly SuppressionReason[]

/** A stronger reason takes the place of a weaker one: who complains of a mail to a dead address is not written to when it comes to life. */
export const isStronger = (one: SuppressionReason, than: SuppressionReason): boolean =>
  SUPPRESSION_REASONS.indexOf(one) > SUPPRESSION_REASONS.indexOf(than)

/**
 * What a new confirmed opt-in lifts. Who has confirmed reads the mailbox, so it is neither dead nor full; and who left of his own accord
 * may come back so. A complaint and a person's decision stand until a person lifts them.
 */
export const LIFTED_BY_OPT_IN: readonly SuppressionReason[] = ['hard', 'soft', 'unsubscribed']

/** Whether a person who confirms a new sign-up may be written to again. */
export const mayOptIn = (reason: SuppressionReason): boolean => LIFTED_BY_OPT_IN.includes(reason)

/**
 * The keyed hashes by which an address is known after its erasure: the first with the key of today, the others with former keys. Handed in,
 * as `Sign` is.
 */
export type HashAddress = (canonical: string) => readonly [string, ...string[]]
