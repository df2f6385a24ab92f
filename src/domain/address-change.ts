import { DAY } from './instant.ts'

/**
 *     asked ─► made ─► taken-back: from the old address
 *        └─► dropped: by the reader, or by another wish
 */
export type AddressChangeState = 'asked' | 'made' | 'taken-back' | 'dropped'

/** The new mailbox has so long to confirm. */
export const MOVABLE_FOR = 7 * DAY

/** The old mailbox can take a change back for so long. */
export const REVOCABLE_FOR = 30 * DAY
