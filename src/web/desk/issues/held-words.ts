import { STOPPED } from '../../../domain/delivery.ts'
import type { Words } from '../../../render/words.ts'

/**
 * Why an issue is held, in the words of who looks. It is kept as a text (flow/issues/hold-issue.ts, stop-issue.ts, issue-guard.ts,
 * domain/reputation.ts, confirm-installation.ts); one that is none of those stands as it is.
 */
export function heldText(reason: string, words: Words): string {
  for (const [pattern, key] of KNOWN) {
    const found = pattern.exec(reason)
    if (found) return words.say(key, found.groups ?? {})
  }
  return reason
}

const KNOWN = [
  [/^(?<name>.+?) holds it: (?<why>.+)$/s, 'issues.heldByFor'],
  [/^(?<name>.+) holds it$/s, 'issues.heldBy'],
  [new RegExp(`^${STOPPED} by (?<name>.+)$`, 's'), 'issues.heldStopped'],
  [/^too many recipients in a row refused it for what it is, the last with "(?<said>.*)"$/s, 'issues.heldRefused'],
  [/^(?<some>\d+) of its first (?<all>\d+) readers called it spam; the limit is (?<limit>[\d.]+) %$/, 'issues.heldSpam'],
  [/^(?<some>\d+) of its first (?<all>\d+) mails were refused or came back; the limit is (?<limit>[\d.]+) %$/, 'issues.heldCameBack'],
  [/^restored from a copy: /, 'issues.heldRestored'],
] as const
