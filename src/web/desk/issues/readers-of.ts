import { countReaders } from '../../../store/listings/issue-calendar.ts'
import type { Web } from '../../web.ts'
import { countInTime } from '../front/count-in-time.ts'

const counted = countInTime(60_000, ({ store }: Web) => countReaders(store.db))

/** How many read each digest, by its slug; undefined while all readers are counted for the first time. They do not change much within a minute. */
export const readersOf = async (web: Web): Promise<Map<string, number> | undefined> => (await counted(web))?.counts
