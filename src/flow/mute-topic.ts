import type { Mute } from '../domain/choice.ts'
import type { Store } from '../store/dialect.ts'
import { deleteMute, saveMute } from '../store/topic-mutes.ts'
import { changeChoices, type Change } from './change-choices.ts'

/** Leaves a topic, and all below it, out of every mail to a reader: for ever, or until a time, which is a snooze. */
export async function muteTopic(store: Store, who: Change, mute: Mute): Promise<void> {
  await store.db.transaction().execute((tx) => changeChoices(tx, who, () => saveMute(tx, who.subscriberId, mute, who.now)))
}

/** Ends a mute or a snooze; where there is none, nothing changes. What came in the meantime is not made up for. */
export async function unmuteTopic(store: Store, who: Change, topicId: number): Promise<void> {
  await store.db.transaction().execute((tx) => changeChoices(tx, who, () => deleteMute(tx, { subscriberId: who.subscriberId, topicId })))
}
