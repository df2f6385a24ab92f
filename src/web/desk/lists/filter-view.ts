import { READER_STATES, type ReaderFilter } from '../../../domain/reader-filter.ts'
import type { Words } from '../../../render/word-folder.ts'
import { nameIn } from '../../../render/name-in.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import { listChosen } from '../../../store/listings/reader-choices.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'

type Option = { value: string; label: string; isChosen: boolean }

/** What the form of a filter is drawn from. */
export async function filterView({ store }: Web, filter: ReaderFilter, words: Words) {
  const [digests, topics] = [await listDigests(store.db), await listTopics(store.db)]
  const { zones, languages } = await listChosen(store.db)
  const options = (field: keyof ReaderFilter, of: { value: string; label: string }[]): Option[] =>
    of.map((one) => ({ ...one, isChosen: one.value === filter[field] }))
  const languageNames = new Intl.DisplayNames([words.language], { type: 'language' })
  const set = (['digest', 'topic', 'state', 'language', 'zone', 'since', 'until'] as const).filter((field) => filter[field] !== '')
  return {
    ...filter,
    digests: options(
      'digest',
      digests.map(({ slug, names }) => ({ value: slug, label: nameIn(names, words.language).text })),
    ),
    topics: options(
      'topic',
      topics.map(({ slug, names }) => ({ value: slug, label: nameIn(names, words.language).text })),
    ),
    states: options(
      'state',
      READER_STATES.map((state) => ({ value: state, label: words.say(`lists.state-${state}`) })),
    ),
    zones: options(
      'zone',
      zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
    ),
    languages: options(
      'language',
      languages.map((language) => ({ value: language, label: languageNames.of(language) ?? language })),
    ),
    isOpen: set.length > 0,
    countSet: set.length === 0 ? '' : words.say('number', { n: set.length }),
  }
}

/** A filter in a few words. */
export function sayFilter(filter: ReaderFilter, words: Words): string {
  const parts = [
    ...(filter.search === '' ? [] : [`“${filter.search}”`]),
    ...(filter.state === '' ? [] : [words.say(`lists.state-${filter.state}`)]),
    ...[filter.digest, filter.topic, filter.language, filter.zone].filter((part) => part !== ''),
    ...(filter.since === '' ? [] : [`≥ ${filter.since}`]),
    ...(filter.until === '' ? [] : [`≤ ${filter.until}`]),
  ]
  return parts.length === 0 ? words.say('lists.everybody') : parts.join(' · ')
}
