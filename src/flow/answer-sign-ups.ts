import { DAY, type Instant } from '../domain/instant.ts'
import { isRoleName } from '../domain/role-name.ts'
import { FORGOTTEN_AFTER, USUAL_LIMITS } from '../domain/sign-up.ts'
import { mayOptIn } from '../domain/suppression.ts'
import { frameLanguage } from '../render/words.ts'
import type { Db, Store } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { countNotices, hasComeBack } from '../store/notices.ts'
import { answerSignUp, countMailed, forgetSignUps, listWaitingSignUps, type SignUp } from '../store/sign-ups.ts'
import { findSubscriber } from '../store/subscribers.ts'
import { findSubscription } from '../store/subscriptions.ts'
import { findSuppression } from '../store/suppressions.ts'
import { listTopics } from '../store/topics.ts'
import { giveWay } from './give-way.ts'
import type { Publication } from './publication.ts'
import { queueNotice, ringForNotices } from './queue-notice.ts'
import { confirmationMail, knownMail } from './sign-up-mails.ts'

type Answering = {
  store: Store
  publication: Publication
  clock: () => Instant
  failed: (what: string, error: unknown) => void
  /** Ends it between two groups; the others are answered by whoever comes next. */
  signal?: AbortSignal
}

// In one transaction: a commit costs more than all that it writes down.
const AT_ONCE = 10

/**
 * Decides what becomes of every request to sign up that came in: a mail to confirm it, a mail that says that it is known, or nothing,
 * because the address is not to be written to, nobody reads it, or it had its share of today. Whoever asked was answered long before,
 * so neither words nor time tell which. Gives back how many were answered.
 */
export async function answerSignUps(answering: Answering): Promise<number> {
  let answered = 0
  for (;;) {
    const waiting = await listWaitingSignUps(answering.store, AT_ONCE)
    const moved = await answerTogether(answering, waiting)
    answered += moved
    if (moved > 0) ringForNotices(answering.store)
    if (waiting.length < AT_ONCE || moved === 0 || answering.signal?.aborted) return answered
    await giveWay()
  }
}

async function answerTogether(answering: Answering, waiting: SignUp[]): Promise<number> {
  if (waiting.length === 0) return 0
  try {
    return await answerAll(answering, waiting)
  } catch (error) {
    const [one, ...others] = waiting
    // One that cannot be answered must not keep the others from it.
    if (one && others.length > 0) return (await answerTogether(answering, [one])) + (await answerTogether(answering, others))
    answering.failed(`sign-up ${one?.id}`, error)
    return 0
  }
}

/** Forgets requests after a month, confirmed or not. */
export const forgetOldSignUps = (store: Store, now: Instant): Promise<number> => forgetSignUps(store.db, now - FORGOTTEN_AFTER)

function answerAll({ store, publication, clock }: Answering, signUps: SignUp[]): Promise<number> {
  return store.db.transaction().execute(async (tx) => {
    let answered = 0
    for (const signUp of signUps) if (await answer(tx, publication, signUp, clock())) answered++
    return answered
  })
}

async function answer(tx: Db, publication: Publication, signUp: SignUp, now: Instant): Promise<boolean> {
  const mail = await mailFor(tx, publication, signUp, now)
  if (!(await answerSignUp(tx, signUp.id, { as: mail ? 'mailed' : 'silent', at: now }))) return false
  const { address, canonical } = signUp
  if (mail) await queueNotice(tx, { ...mail, address, canonical, language: frameLanguage([signUp.language]) }, now)
  return true
}

type Mail = Pick<Parameters<typeof queueNotice>[1], 'kind' | 'content'>

async function mailFor(tx: Db, publication: Publication, signUp: SignUp, now: Instant): Promise<Mail | undefined> {
  const { id, address, canonical, mailbox, digestId, language } = signUp
  if (isRoleName(canonical)) return undefined
  if ((await countMailed(tx, { mailbox, since: now - DAY })) >= USUAL_LIMITS.perMailbox) return undefined
  // Whoever typed it: nobody reads there, and every mail more would be one to nobody.
  if (await hasComeBack(tx, canonical)) return undefined
  const suppression = await findSuppression(tx, canonical, publication.hashAddress(canonical))
  if (suppression && !mayOptIn(suppression.reason)) return undefined
  const digest = await getDigest(tx, digestId)
  const subscriber = suppression ? undefined : await findSubscriber(tx, canonical)
  const ref = subscriber && { subscriberId: subscriber.id, digestId }
  if (ref && (await findSubscription(tx, ref))?.state === 'active') {
    const since = { canonical, kind: 'already-subscribed' as const, since: now - DAY }
    if ((await countNotices(tx, since)) > 0) return undefined
    return { kind: 'already-subscribed', content: knownMail({ digest, language, address, url: publication.links.preferences(ref) }) }
  }
  const topics = (await listTopics(tx)).filter((topic) => signUp.choices.topicIds.includes(topic.id)).map(({ names }) => names)
  const url = publication.links.confirm(id)
  return { kind: 'confirm-sign-up', content: confirmationMail({ digest, language, address, url, topics }) }
}
