import { READER_STATES, type ReaderFilter } from '../../../domain/reader-filter.ts'
import type { Words } from '../../../render/word-folder.ts'
import { nameIn } from '../../../render/name-in.ts'
import { listDigests } from '../../../store/listings/digests.ts'
import { listChosen } from '../../../store/listings/reader-choices.ts'
import { listTopics } from '../../../store/listings/topics.ts'
import type { Web } from '../../web.ts'
import type { Visit } from '../desk-route.ts'

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

/** What digests and topics are called, by slug. */
export type Called = { digest: (slug: string) => string; topic: (slug: string) => string }

/** A filter in a few words. */
export function sayFilter(filter: ReaderFilter, words: Words, called: Called): string {
  const parts = [
    ...(filter.search === '' ? [] : [`“${filter.search}”`]),
    ...(filter.state === '' ? [] : [words.say(`lists.state-${filter.state}`)]),
    ...[
      called.digest(filter.digest),
      called.topic(filter.topic),
      languageIn(words, filter.language),
      filter.zone.replaceAll('_', ' '),
    ].filter((part) => part !== ''),
    ...(filter.since === '' ? [] : [`≥ ${filter.since}`]),
    ...(filter.until === '' ? [] : [`≤ ${filter.until}`]),
  ]
  return parts.length === 0 ? words.say('lists.everybody') : parts.join(' · ')
}

const languageIn = (words: Words, language: string): string =>
  language === '' ? '' : (new Intl.DisplayNames([words.language], { type: 'language' }).of(language) ?? language)

/** What they are called in the words of who asks. */
export async function calledIn({ store }: Web, { words, digestName }: Pick<Visit, 'words' | 'digestName'>): Promise<Called> {
  const names = new Map((await listTopics(store.db)).map((topic) => [topic.slug, nameIn(topic.names, words.language).text]))
  return { digest: digestName, topic: (slug) => names.get(slug) ?? slug }
}
