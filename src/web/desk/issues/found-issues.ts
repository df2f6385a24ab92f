import type { Instant } from '../../../domain/instant.ts'
import { findIssues, ISSUE_STATES, type CalendarIssue, type IssueState } from '../../../store/listings/issue-calendar.ts'
import type { Web } from '../../web.ts'
import { readListQuery } from '../../list-query.ts'

/** What somebody looks for among the issues of all times, as the address of the page says it; `isSet` where anything is looked for. */
export type IssuesWish = {
  search: string
  state: IssueState | undefined
  digest: string | undefined
  before: { dueAt: Instant; id: number } | undefined
  isSet: boolean
}

const AT_ONCE = 50

export function readWish(query: unknown, digest: string | undefined): IssuesWish {
  const { state: asked, before } = query as Record<string, unknown>
  const { search } = readListQuery(query)
  const state = ISSUE_STATES.find((one) => one === asked)
  const [, dueAt, id] = (typeof before === 'string' && /^(\d{1,15})-(\d{1,15})$/.exec(before)) || []
  return {
    ...{ search, state, digest, isSet: search !== '' || state !== undefined },
    before: dueAt === undefined ? undefined : { dueAt: Number(dueAt), id: Number(id) },
  }
}

/** A page of them, the newest first, with the addresses of the next page and of the first. */
export async function findPage(db: Web['store']['db'], { search, state, digest, before }: IssuesWish) {
  const found = await findIssues(db, { search, state, digest, before, limit: AT_ONCE + 1 })
  const issues: CalendarIssue[] = found.slice(0, AT_ONCE)
  const last = issues.at(-1)
  const address = (more: Record<string, string>): string =>
    `?${new URLSearchParams(Object.entries({ q: search, state: state ?? '', digest: digest ?? '', ...more }).filter(([, value]) => value !== '')).toString()}`
  return {
    issues,
    older: found.length > AT_ONCE && last ? address({ before: `${String(last.dueAt)}-${String(last.id)}` }) : '',
    newest: before ? address({}) : '',
  }
}
