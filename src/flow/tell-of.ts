import type { Recorded } from './record-news.ts'

/** Tells a person what only a person can decide. */
export function tellOf({ opened, paused }: Pick<Recorded, 'opened' | 'paused'>, tell: (what: string, error: unknown) => void): void {
  for (const { receiver, dead, gone } of opened)
    tell(
      `the receiver ${receiver}`,
      new Error(
        `It calls ${dead} of ${gone} addresses dead at once, so they are held back and not suppressed. "suppression held" shows them; "suppression apply --domain ${receiver}" or "suppression drop --domain ${receiver}" decides.`,
      ),
    )
  for (const { issueId, reason } of paused)
    tell(`issue ${issueId}`, new Error(`It has paused: ${reason}. "issue resume ${issueId}" lets it go on once you know why.`))
}
