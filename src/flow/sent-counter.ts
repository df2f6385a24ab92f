import { domainGroupOf } from '../domain/domain-group.ts'
import type { Instant } from '../domain/instant.ts'
import type { SendResult } from '../mail/send-result.ts'
import type { Settlement } from '../store/deliveries.ts'
import { hourOf } from '../store/reputation.ts'
import type { SentMails } from './count-mails.ts'

/** How one delivery ended, and with what answer. */
export type SentMail = { issueId: number; canonical: string; settlement: Settlement; result: SendResult }

export type SentCounter = {
  add: (mail: SentMail) => void
  /** What has been counted and is to be written down now: about once a second, and whenever somebody depends on it. */
  take: (now: Instant, isUrgent: boolean) => SentMails[]
}

const EVERY = 1000

/**
 * Counts what one sender has sent, so that the counts cost a statement a second and not one a mail. A sender that is killed loses the last
 * second of its counts, and none of its deliveries.
 */
export function openSentCounter(): SentCounter {
  let counts = new Map<string, SentMails>()
  let writtenAt = -Infinity
  return {
    add: ({ issueId, canonical, settlement, result }) => {
      const isTaken = settlement.to === 'accepted' || settlement.to === 'doubtful'
      if (!isTaken && settlement.to !== 'refused') return
      const receiver = domainGroupOf(canonical)
      const hour = hourOf(settlement.at)
      const key = `${issueId} ${hour} ${receiver}`
      const count = counts.get(key) ?? { issueId, receiver, hour, accepted: 0, refused: 0, dead: 0 }
      if (isTaken) count.accepted++
      else count.refused++
      if (!isTaken && result.fault === 'recipient-hard') count.dead++
      counts.set(key, count)
    },
    take: (now, isUrgent) => {
      if (counts.size === 0 || (!isUrgent && now - writtenAt < EVERY)) return []
      const taken = [...counts.values()]
      counts = new Map()
      writtenAt = now
      return taken
    },
  }
}
