import type { Instant } from '../../domain/instant.ts'
import { ROUTES } from '../../domain/links.ts'
import type { Topic } from '../../domain/topic.ts'
import type { ReaderRecord } from '../../flow/reader-record.ts'
import { frameLanguage, wordsFor } from '../../render/words.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import type { FoundReader } from './find-reader.ts'
import { pauseDate } from './pause-date.ts'
import { recordLists, type RecordEntry } from './record-lists.ts'
import { recordTeller, type RecordTeller } from './record-teller.ts'

/** `mails`: how many there are in all; `topics`: all, so that a choice of long ago has its names. */
type Shown = { found: FoundReader; record: ReaderRecord; mails: number; topics: Topic[]; most: number }

const KEYS = [
  ...['dataTitle', 'dataAbout', 'dataExport', 'dataFile', 'dataProfile', 'dataAddress', 'dataSince', 'dataNothing', 'dataErase'],
  ...['chooseName', 'eraseTitle', 'eraseAbout', 'preferences'],
]

/** What is held, under a heading for each kind of it; the file has it whole. */
export function writeRecordPage(web: Web, { found, record, mails, topics, most }: Shown): string {
  const { known, token, digests } = found
  const language = frameLanguage(known.subscription.languages)
  const words = wordsFor(language)
  const zone = known.subscription.hour.zone
  const tell = recordTeller(words, { zone, topics, digests: digests.map(({ digest }) => digest) })
  const { profile } = record
  const lists = recordLists(record, tell).map(({ heading, entries }) => {
    const all = heading === 'dataMails' ? mails : entries.length
    const cut = all > most ? words.say('dataCut', { count: all - most }) : ''
    return { heading: words.say(heading), entries: entries.slice(0, most).map((entry) => entryView(entry, tell)), cut }
  })
  const view = {
    profile: { address: profile.address, name: profile.name, since: words.date(pauseDate(profile.since, zone), 'long') },
    lists,
    preferencesPath: ROUTES.preferences.slice(1) + token,
  }
  return writePage(web, { name: 'record', language, title: words.say('dataTitle'), words: KEYS, view })
}

const entryView = ({ at, title, lines = [], quotes = [] }: RecordEntry, { moment }: RecordTeller) => ({
  at: isoOf(at),
  when: moment(at),
  title,
  lines: lines.filter((line) => line !== ''),
  quotes: quotes.filter((quote) => quote !== ''),
})

const isoOf = (at: Instant): string => new Date(at).toISOString()
