import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import type { IssueStory } from '../domain/issue.ts'
import { reads } from '../domain/language.ts'
import type { NoticeStory } from '../domain/notice.ts'
import { frameLanguage } from '../render/words.ts'
import type { Db, Store } from '../store/dialect.ts'
import { findWelcome } from '../store/digest-presentation.ts'
import { getDigest } from '../store/digests.ts'
import { findLatestIssue, listIssueStories } from '../store/issues.ts'
import { listRevisions } from '../store/revisions.ts'
import { listConfirmedSignUps, markWelcomed, type SignUp } from '../store/sign-ups.ts'
import { findSubscriber } from '../store/subscribers.ts'
import { findSubscription, type Subscription } from '../store/subscriptions.ts'
import { listTopics } from '../store/topics.ts'
import type { Publication } from './publication.ts'
import { queueNotice, ringForNotices } from './queue-notice.ts'
import { welcomeMail } from './sign-up-mails.ts'

type Welcoming = { store: Store; publication: Publication; clock: () => Instant; failed: (what: string, error: unknown) => void }

const AT_ONCE = 50
const MOST_STORIES = 10

/**
 * Welcomes everybody who has confirmed: a mail with what the latest issue has on the reader's topics, where the digest wants it. It is no
 * delivery of that issue, so it takes nothing away from the issues to come. Gives back how many were welcomed.
 */
export async function welcomeReaders({ store, publication, clock, failed }: Welcoming): Promise<number> {
  let welcomed = 0
  for (const signUp of await listConfirmedSignUps(store.db, AT_ONCE)) {
    try {
      if (await welcome(store, publication, signUp, clock())) welcomed++
    } catch (error) {
      failed(`the welcome of sign-up ${signUp.id}`, error)
    }
  }
  if (welcomed > 0) ringForNotices(store)
  return welcomed
}

function welcome({ db }: Store, publication: Publication, signUp: SignUp, now: Instant): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await markWelcomed(tx, signUp.id))) return false
    const { canonical, address, digestId } = signUp
    const subscriber = await findSubscriber(tx, canonical)
    const ref = subscriber && { subscriberId: subscriber.id, digestId }
    const subscription = ref && (await findSubscription(tx, ref))
    const digest = await getDigest(tx, digestId)
    if (subscription?.state !== 'active' || (await findWelcome(tx, digestId)) === 'none') return false
    const language = frameLanguage([signUp.language])
    const stories = await latestFor(tx, publication, { digest, subscription })
    const content = welcomeMail({ digest, language, address, url: publication.links.preferences(subscription), stories })
    await queueNotice(tx, { kind: 'welcome', address, canonical, language, content }, now)
    return true
  })
}

/** Of the latest issue that has gone out, the stories on the reader's topics in languages that the reader reads. */
async function latestFor(
  db: Db,
  { links }: Publication,
  { digest, subscription }: { digest: Digest; subscription: Subscription },
): Promise<NoticeStory[]> {
  const issue = await findLatestIssue(db, digest.id)
  if (issue?.state !== 'addressed') return []
  const parents = new Map((await listTopics(db)).map(({ id, parentId }) => [id, parentId]))
  const isWanted = ({ topicIds }: IssueStory): boolean => topicIds.some((id) => followedBy(id, parents).some(isIn(subscription.topicIds)))
  const stories = (await listIssueStories(db, issue.id)).filter(isWanted)
  const revisions = new Map((await listRevisions(db, stories)).map((revision) => [revision.briefingId, revision]))
  return stories
    .flatMap(({ briefingId }) => revisions.get(briefingId) ?? [])
    .filter(({ content }) => reads(subscription.languages, content.language))
    .slice(0, MOST_STORIES)
    .map(({ slug, content }) => ({
      title: content.title,
      standfirst: content.standfirst,
      language: content.language,
      url: links.briefing(slug),
    }))
}

const isIn =
  (ids: number[]) =>
  (id: number): boolean =>
    ids.includes(id)

/** A topic and everything that it is a part of: whoever follows one of them gets its stories. */
function followedBy(topicId: number, parents: Map<number, number | null>): number[] {
  const line = [topicId]
  for (let id = parents.get(topicId) ?? null; id !== null && !line.includes(id); id = parents.get(id) ?? null) line.push(id)
  return line
}
