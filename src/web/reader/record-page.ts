import type { Instant } from '../../domain/instant.ts'
import { ROUTES } from '../../domain/links.ts'
import type { ReaderRecord, RecordedChoice } from '../../flow/reader-record.ts'
import { frameLanguage, wordsFor, type Words } from '../../render/words.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import type { FoundReader } from './find-reader.ts'

type Shown = { found: FoundReader; record: ReaderRecord; mails: number; most: number }

type Entry = { at: Instant; lines: string[] }

const KEYS = ['dataTitle', 'dataAbout', 'dataExport', 'dataProfile', 'dataAddress', 'dataSince', 'dataNothing', 'dataErase', 'chooseName']

/** What is held, under four headings; the file has it whole. */
export function writeRecordPage(web: Web, { found, record, mails, most }: Shown): string {
  const { known, token } = found
  const language = frameLanguage(known.subscription.languages)
  const words = wordsFor(language)
  const place = { words, zone: known.subscription.hour.zone }
  const { profile, consents, choices, traces } = record
  const list = (key: string, entries: Entry[], total: number) => ({
    heading: words.say(key),
    entries: entries.slice(0, most).map((entry) => entryView(entry, place)),
    cut: total > most ? words.say('dataCut', { count: total - most }) : '',
  })
  const view = {
    profile: { address: profile.address, name: profile.name, since: dayOf(profile.since, place) },
    lists: [
      list('dataConsents', consents.map(consentEntry), consents.length),
      list('dataChoices', choices.map(choiceEntry).reverse(), choices.length),
      list('dataMails', record.mails.map(mailEntry), mails),
      list(
        'dataNotices',
        traces.notices.map(({ created_at, kind, state }) => ({ at: created_at, lines: [`${kind} · ${state}`] })).reverse(),
        traces.notices.length,
      ),
    ],
    preferencesPath: ROUTES.preferences.slice(1) + token,
  }
  const keys = [...KEYS, 'eraseTitle', 'eraseAbout', 'preferences']
  return writePage(web, { name: 'record', language, title: words.say('dataTitle'), words: keys, view })
}

const consentEntry = ({ given, digest, how, address, wording }: ReaderRecord['consents'][number]): Entry => ({
  at: given.at,
  lines: [
    [digest, how, address].join(' · '),
    ...(wording ? [wording.text] : []),
    [given.network, given.browser].filter(Boolean).join(' · '),
  ].filter(Boolean),
})

function choiceEntry({ at, by, digest, what }: RecordedChoice): Entry {
  const said = Object.entries(what).flatMap(([name, value]) => {
    const text = textOf(value)
    return text === '' ? [] : [`${name}: ${text}`]
  })
  return { at, lines: [[digest ?? '*', by].join(' · '), said.join(' · ')].filter(Boolean) }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  if (typeof value === 'object')
    return Object.values(value ?? {})
      .map(textOf)
      .filter(Boolean)
      .join(' ')
  if (typeof value === 'number') return new Date(value).toISOString().slice(0, 10)
  return typeof value === 'string' ? value : ''
}

const mailEntry = ({ dueAt, digest, number, state, stories }: ReaderRecord['mails'][number]): Entry => ({
  at: dueAt,
  lines: [`${digest} ${number} · ${state}`, ...stories.map(({ title }) => title)],
})

type Place = { words: Words; zone: string }

const entryView = ({ at, lines }: Entry, { words, zone }: Place) => ({
  at: new Date(at).toISOString(),
  when: words.moment(at, zone),
  lines,
})

const dayOf = (at: Instant, { words, zone }: Place): string =>
  words.date(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString(), 'long')
