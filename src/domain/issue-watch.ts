/** What an answer says about an issue as such: it was taken, it is not wanted as it is, or nothing. */
export type IssueAnswer = 'accepted' | 'unwanted' | 'neither'

/** Hears the answers to one issue, and says when there have been too many in a row that refuse it for what it is. */
export type IssueWatch = { hear: (answer: IssueAnswer, domain: string) => 'go on' | 'hold' }

const IN_A_ROW = 3
const SHARE = 0.05
// Domains of which we remember how often they refused in a row. Beyond that, nobody else's acceptances have ended the rows for long.
const DOMAINS = 10_000

/**
 * An issue is to be held when three recipients in a row have refused it, at one domain or over all of them, and they are at least one
 * in twenty of all that have answered. Without the share three addresses at a domain of one's own would be enough to stop a digest for
 * a million others. Every delivery of an issue has a recipient of its own, and what was refused is not sent again by itself.
 */
export function watchIssue(): IssueWatch {
  const rows = new Map<string, number>()
  let row = 0
  let accepted = 0
  let unwanted = 0
  return {
    hear: (answer, domain) => {
      if (answer === 'neither') return 'go on'
      if (answer === 'accepted') {
        accepted++
        row = 0
        rows.delete(domain)
        return 'go on'
      }
      unwanted++
      row++
      const atDomain = (rows.get(domain) ?? 0) + 1
      if (rows.size < DOMAINS) rows.set(domain, atDomain)
      return Math.max(row, atDomain) >= IN_A_ROW && unwanted >= SHARE * (accepted + unwanted) ? 'hold' : 'go on'
    },
  }
}
