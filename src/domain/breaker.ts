import { DAY, HOUR, type Instant } from './instant.ts'

// A list that was collected badly has one dead address in ten; a receiver whose directory is broken calls everybody unknown. Below ten, a
// small domain would ask a person about every shop that closes.
const FEWEST = 10
const SHARE = 0.3

/**
 * Whether a receiver suddenly calls so many addresses dead that it is more likely broken itself: ten and three in ten of the mails that went
 * there within an hour or two.
 */
export const isRefusingEverybody = ({ dead, gone }: { dead: number; gone: number }): boolean => dead >= FEWEST && dead >= SHARE * gone

/** The mails that are looked at together: those that left in the same hour or the one before. */
export const BREAKER_WINDOW = 2 * HOUR

/** What people know of a receiver that once refused everybody. */
export type Breaker = { openedAt: Instant; decidedAt: Instant | null; decision: 'apply' | 'drop' | null }

/**
 * What happens to an address that a receiver calls dead. `hold`: it is held back without another look, for a day after the receiver was found
 * broken. `believe`: within a day after a person has said that it tells the truth. Otherwise the numbers decide.
 */
export function attitudeTo(breaker: Breaker | undefined, now: Instant): 'hold' | 'believe' | 'look' {
  if (!breaker) return 'look'
  if (breaker.decidedAt === null) return now < breaker.openedAt + DAY ? 'hold' : 'look'
  return breaker.decision === 'apply' && now < breaker.decidedAt + DAY ? 'believe' : 'look'
}
