import { hourText } from '../../../domain/reader-hour.ts'
import { weekdaysText } from '../../../domain/weekdays.ts'
import { nameIn } from '../../../render/name-in.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import type { ReaderProfile } from '../../../store/listings/reader-profile.ts'
import { listOfferedTopics } from '../../../store/listings/reader-subscriptions.ts'
import { dayViews } from '../../reader/day-views.ts'
import type { Web } from '../../web.ts'
import type { Visit } from '../desk-route.ts'

/** A form for each digest: what a reader has chosen there, or would begin with. */
export async function subscriptionForms(
  { store, publication }: Web,
  { subscriptions }: Pick<ReaderProfile, 'subscriptions'>,
  { words }: Visit,
) {
  const like = subscriptions.at(-1)
  return Promise.all(
    (await listDigests(store.db)).map(async ({ id, slug, names }) => {
      const known = subscriptions.find(({ digestId }) => digestId === id)
      const { hour, languages, format } = known ?? like ?? usualFor(publication)
      const days = weekdaysText(hour.weekdays)
      const offered = await listOfferedTopics(store.db, id)
      return {
        ...{ digestId: id, slug, name: nameIn(names, words.language).text },
        isKnown: known !== undefined,
        isActive: known?.state === 'active',
        isPaused: known?.state === 'active' && known.pause !== null,
        hasLeft: known?.state === 'ended',
        ...{ zone: hour.zone, time: hourText(hour.minute), languages: languages.join(', '), isText: format === 'text' },
        days: dayViews(days === 'daily' ? ALL : (DAYS_OF[days] ?? days.split(',')), words),
        topics: offered.map((topic) => ({
          slug: topic.slug,
          name: nameIn(topic.names, words.language).text,
          isChosen: known?.topicIds.includes(topic.id) ?? false,
        })),
      }
    }),
  )
}

const ALL = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const DAYS_OF: Record<string, string[]> = { weekdays: ALL.slice(0, 5), weekend: ALL.slice(5) }

/** What whoever chooses nothing begins with. */
export const usualFor = ({ language = 'en' }: Web['publication']) => ({
  ...{ hour: { zone: 'UTC', minute: 420, weekdays: 127 }, languages: [language], format: 'html' as const },
})
