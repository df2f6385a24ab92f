import type { Walked } from '../../store/listings/walk.ts'

/** What `_further.hbs` and `_onward.hbs` stand on: a full page leads to the next, one that has not looked everywhere yet goes on by itself. */
export type OnwardView = { isListed: boolean; isEnd: boolean; goOn: string; more: string }

type Page = { limit: number; behind: number | undefined; addressOf: (behind: number) => string }

export function onwardView<Row>({ rows, goOn }: Walked<Row>, { limit, behind, addressOf }: Page): OnwardView {
  const address = goOn === undefined ? '' : addressOf(goOn)
  const isFull = rows.length >= limit
  return {
    isListed: rows.length > 0 || goOn !== undefined || (behind ?? 0) > 0,
    isEnd: rows.length === 0 && goOn === undefined,
    goOn: isFull ? '' : address,
    more: isFull ? address : '',
  }
}
