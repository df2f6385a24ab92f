import { DAY } from './instant.ts'

/**
 *     asked ─► mailed ─► confirmed
 *          └─► silent: the address gets no mail from us, or had enough of them today
 */
export type SignUpState = 'asked' | 'mailed' | 'silent' | 'confirmed'

/** A link that confirms is good for so long. */
export const CONFIRMABLE_FOR = 7 * DAY

/** Whatever was not confirmed is forgotten then. */
export const FORGOTTEN_AFTER = 30 * DAY
