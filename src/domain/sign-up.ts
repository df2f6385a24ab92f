import { DAY, type Instant } from './instant.ts'

/**
 *     asked ─► mailed ─► confirmed ─► welcomed
 *          └─► silent: the address gets no mail from us, or had enough of them today
 */
export type SignUpState = 'asked' | 'mailed' | 'silent' | 'confirmed' | 'welcomed'

/** A link that confirms is good for so long. */
export const CONFIRMABLE_FOR = 7 * DAY

/** Whatever was not confirmed is forgotten then. */
export const FORGOTTEN_AFTER = 30 * DAY

/** How many mails to confirm one mailbox gets within a day, and how many requests are taken within an hour: from one network, and in all. */
export type SignUpLimits = { perMailbox: number; perNetwork: number; inAll: number }

export const USUAL_LIMITS: SignUpLimits = { perMailbox: 3, perNetwork: 20, inAll: 2000 }

export const isConfirmable = ({ askedAt }: { askedAt: Instant }, now: Instant): boolean => now <= askedAt + CONFIRMABLE_FOR
