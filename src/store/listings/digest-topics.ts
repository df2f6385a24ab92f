import type { Db } from '../dialect.ts'
import { listDigestTopics } from '../digests.ts'

/** The topics that a digest is limited to; none means that it carries every topic. */
export const findDigestTopics = (db: Db, digestId: number): Promise<number[]> => listDigestTopics(db, digestId)
