/** A mail that has come to an address of our bounce domain, as the outermost server named it: nobody has checked its signature yet. */
export type Arrival = { via: 'smtp' | 'imap'; to: string; raw: Uint8Array }

/** Stores what has arrived, and says whether it was anybody's. Throws when it could not: it must come again, or stay where it is. */
export type TakeArrival = (arrival: Arrival) => Promise<'matched' | 'unmatched'>

/** The most that a report may weigh (MAIL.md H1). */
export const MOST_BYTES = 1_000_000
