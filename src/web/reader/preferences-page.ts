import { ROUTES } from '../../domain/links.ts'
import { maskAddress } from '../../domain/mask-address.ts'
import { hourText } from '../../domain/reader-hour.ts'
import { hasWeekday } from '../../domain/weekdays.ts'
import { frameLanguage, wordsFor, type Words } from '../../render/words.ts'
import type { ReaderSubscription } from '../../store/listings/reader-subscriptions.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { nameView } from './name-view.ts'
import type { FieldFaults, PreferencesFields, PreferencesOffer } from './read-preferences-form.ts'
import { zoneView } from './zone-view.ts'

/** What the page is to show: the form as stored or as posted, with what came of posting it. */
export type Preferences = {
  known: ReaderSubscription
  offer: PreferencesOffer
  token: string
  fields: PreferencesFields
  faults: FieldFaults
  /** The key of a wording above the form, and whether it is good news. */
  notice?: { key: string; isGood: boolean }
}

const LABELS = [
  'chooseTitle',
  'chooseTopics',
  'chooseWhen',
  'chooseHour',
  'chooseZone',
  'chooseDays',
  'chooseLanguages',
  'chooseLanguagesAbout',
]
const FORMATS = ['chooseFormat', 'chooseHtml', 'chooseHtmlAbout', 'chooseText', 'chooseTextAbout']
const BUTTONS = ['chooseSave', 'chooseReturn', 'leaveHeading', 'leaveAbout', 'leaveButton', 'faultForm']

/** Languages can be put in an order of so many. */
const RANKS = 3

export function writePreferencesPage(web: Web, { known, offer, token, fields, faults, notice }: Preferences): string {
  const language = frameLanguage(known.subscription.languages)
  const words = wordsFor(language)
  const title = words.say('chooseTitle')
  const view = {
    digest: nameView(known.digestNames, language),
    address: maskAddress(known.address),
    isSubscribed: known.subscription.state === 'active',
    notice: notice ? { text: words.say(notice.key), isGood: notice.isGood } : null,
    hasFaults: Object.keys(faults).length > 0,
    faults: faultTexts(faults, words),
    topics: offer.topics.map(({ slug, names }) => ({ slug, ...nameView(names, language), isChosen: fields.topics.includes(slug) })),
    hour: fields.hour,
    zones: zoneView(fields.zone),
    days: dayViews(fields.days, words),
    ranks: rankViews(fields.languages, offer.languages, words),
    isText: fields.format === 'text',
    preferencesPath: ROUTES.preferences.slice(1) + token,
    leavePath: ROUTES.unsubscribe.slice(1) + token,
  }
  return writePage(web, { name: 'preferences', language, title, words: [...LABELS, ...FORMATS, ...BUTTONS], view })
}

/** The form of a subscription as it is stored. */
export function storedFields({ subscription }: ReaderSubscription, { topics }: PreferencesOffer): PreferencesFields {
  const { topicIds, hour, languages, format } = subscription
  return {
    topics: topics.filter(({ id }) => topicIds.includes(id)).map(({ slug }) => slug),
    hour: hourText(hour.minute),
    zone: hour.zone,
    days: DAYS.filter((_, index) => hasWeekday(hour.weekdays, index + 1)),
    languages,
    format,
  }
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function faultTexts(faults: FieldFaults, words: Words) {
  const text = (key: string | undefined) => (key === undefined ? '' : words.say(key))
  const { topics, hour, zone, days, languages, format } = faults
  return { topics: text(topics), hour: text(hour), zone: text(zone), days: text(days), languages: text(languages), format: text(format) }
}

// 5 January 2026 was a Monday.
function dayViews(chosen: string[], words: Words) {
  const names = new Intl.DateTimeFormat(words.language, { weekday: 'short', timeZone: 'UTC' })
  return DAYS.map((day, index) => ({ day, name: names.format(Date.UTC(2026, 0, 5 + index)), isChosen: chosen.includes(day) }))
}

function rankViews(chosen: string[], offered: string[], words: Words) {
  return Array.from({ length: Math.max(RANKS, chosen.length) }, (_, rank) => ({
    rank,
    label: words.say('chooseRank', { number: rank + 1 }),
    none: rank === 0 ? '' : words.say('chooseNoLanguage'),
    languages: offered.map((language) => ({
      language,
      name: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
      isChosen: language === chosen[rank],
    })),
  }))
}
