import { type Instant } from '../../../src/domain/instant.ts'
import { changePreferences } from '../../../src/flow/change-preferences.ts'
import { muteTopic, unmuteTopic } from '../../../src/flow/mute-topic.ts'
import { pauseSubscription } from '../../../src/flow/pause-subscription.ts'
import { subscribe } from '../../../src/flow/subscribe.ts'
import { unsubscribeFromAll } from '../../../src/flow/unsubscribe-from-all.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { inEnglish } from '../../../src/render/in-english.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { listDigests } from '../../../src/store/digests.ts'
import { listTopics } from '../../../src/store/topics.ts'
import { publish, PUBLICATION } from '../../support/world.ts'
import type { Happening, Plan, PlannedReader } from './plan.ts'

export type People = { readers: (PlannedReader & { id: number })[]; digests: Map<string, number>; topics: Map<string, number> }

export async function peopleOf({ db }: Store, plan: Plan): Promise<People> {
  const known = await db.selectFrom('subscribers').select(['id', 'address']).execute()
  const ids = new Map(known.map(({ address, id }) => [address, id]))
  return {
    readers: plan.readers.map((reader) => ({ ...reader, id: idIn(ids, reader.address) })),
    digests: new Map((await listDigests(db)).map(({ slug, id }) => [slug, id])),
    topics: new Map((await listTopics(db)).map(({ slug, id }) => [slug, id])),
  }
}

type Moment = { one: Happening; people: People; now: Instant }

/** Does what the plan has for this moment, as the doors do it. Done twice, as after a kill, it comes to the same. */
export async function happen(store: Store, { one, people, now }: Moment): Promise<void> {
  if (one.kind === 'publish') {
    const { key, language, topics, priority, original } = one
    const draft = {
      key,
      title: key.replaceAll('-', ' '),
      language,
      topics,
      priority,
      ...(original !== undefined && { translationOf: original }),
    }
    await publish(store, draft, now)
    return
  }
  const reader = people.readers[one.reader]
  if (!reader) throw new Error(`The plan has no reader ${one.reader}`)
  const who = { subscriberId: reader.id, by: 'page' as const, now }
  switch (one.kind) {
    case 'choose':
      return choose(store, { one, reader, people, now })
    case 'leave':
      return unsubscribe(store, { subscriberId: reader.id, digestId: idIn(people.digests, one.digest) }, { at: now, by: 'one-click' })
    case 'leave-all':
      return unsubscribeFromAll({ store, publication: PUBLICATION }, reader.id, { at: now, by: 'page' })
    case 'pause':
    case 'resume': {
      const pause = one.kind === 'pause' ? { until: one.until, onReturn: one.onReturn } : null
      await pauseSubscription(store, { ...who, digestId: idIn(people.digests, one.digest) }, pause)
      return
    }
    case 'mute':
      return muteTopic(store, who, { topicId: idIn(people.topics, one.topic), until: one.until })
    case 'unmute':
      return unmuteTopic(store, who, idIn(people.topics, one.topic))
  }
}

type Choosing = { one: Extract<Happening, { kind: 'choose' }>; reader: People['readers'][number]; people: People; now: Instant }

/** At the preference centre, where the reader has been subscribed before; else by a subscription of one's own. */
async function choose(store: Store, { one, reader, people, now }: Choosing): Promise<void> {
  const { digest, wish, everywhere } = one
  const ref = { subscriberId: reader.id, digestId: idIn(people.digests, digest) }
  const topicIds = wish.topics.map((slug) => idIn(people.topics, slug)).sort((a, b) => a - b)
  const choices = { hour: wish.hour, languages: wish.languages, format: reader.format, topicIds }
  const changed = await changePreferences(store, ref, { choices, comeBack: true, everywhere }, now)
  if (changed.ok) return
  const answer = await subscribe(
    { store, publication: PUBLICATION },
    { ...wish, address: reader.address, name: '', digest, format: reader.format, comeBack: true },
    now,
  )
  if (!answer.ok) throw new Error(`${changed.reason}; ${inEnglish(answer.message)}`)
}

export function idIn(ids: Map<string, number>, name: string): number {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`There is no ${name}`)
  return id
}
