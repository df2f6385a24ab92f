import type { Db } from '../dialect.ts'
import { listPublicTopics } from './public-topics.ts'

/** Whether a briefing of that address was public and has been withdrawn; without `alsoPrivate`, only on topics that everybody may know of. */
export async function isWithdrawn(db: Db, slug: string, { alsoPrivate = false } = {}): Promise<boolean> {
  const topics = (await listPublicTopics(db)).map(({ id }) => id)
  const row = await db
    .selectFrom('briefings')
    .select('id')
    .where('slug', '=', slug)
    .where('state', '=', 'withdrawn')
    .where('withdrawn_at', 'is not', null)
    .where('public_revision', 'is not', null)
    .$if(!alsoPrivate, (query) =>
      query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('briefing_topics')
            .select('topic_id')
            .whereRef('briefing_id', '=', 'briefings.id')
            .where('topic_id', 'in', topics.length === 0 ? [0] : topics),
        ),
      ),
    )
    .executeTakeFirst()
  return row !== undefined
}
