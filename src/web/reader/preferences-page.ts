import type { MailWishes, Mute } from '../../domain/choice.ts'
import type { Instant } from '../../domain/instant.ts'
import { FEWER, ROUTES } from '../../domain/links.ts'
import { maskAddress } from '../../domain/mask-address.ts'
import { hourText } from '../../domain/reader-hour.ts'
import type { Topic } from '../../domain/topic.ts'
import { hasWeekday } from '../../domain/weekdays.ts'
import { frameLanguage, wordsFor, type Words } from '../../render/words.ts'
import type { ReaderDigest, ReaderSubscription } from '../../store/listings/reader-subscriptions.ts'
import type { Web } from '../web.ts'
import { writePage } from '../write-page.ts'
import { DAYS, dayViews } from './day-views.ts'
import { mailWishesView } from './mail-wishes.ts'
import { nameView } from './name-view.ts'
import { oftenText } from './often-text.ts'
import type { nextMailView } from './next-mail-view.ts'
import { noticeView, type PageNotice, type UndoView } from './notice-view.ts'
import { pauseDate } from './pause-date.ts'
import { preferencesConsent } from './preferences-consent.ts'
import { RANKS, rankViews } from './rank-views.ts'
import type { FieldFaults, PreferencesFields, PreferencesOffer } from './read-preferences-form.ts'
import { topicGroups } from './topic-groups.ts'
import { zoneView } from './zone-view.ts'

/** What is known of a reader whose preferences are looked at. */
export type KnownReader = {
  known: ReaderSubscription
  offer: PreferencesOffer
  /** All digests of the publication, and the pages of those that come to the reader. */
  digests: (ReaderDigest & { path: string })[]
  mutes: (Mute & { topic: Topic })[]
  mails: MailWishes
  token: string
}

/** What the page is to show: the form as stored or as posted, with what came of posting it. */
export type Preferences = KnownReader & {
  fields: PreferencesFields
  typed?: { name?: string; address?: string }
  faults: FieldFaults
  notice?: PageNotice
  undo?: UndoView | null
  next: ReturnType<typeof nextMailView> | { mails: never[]; fault: string }
}

const CHOICES = ['chooseTitle', 'chooseTopics', 'chooseOften', 'chooseOftenAbout', 'chooseWhen', 'chooseHour', 'chooseZone', 'chooseDays']
const LANGUAGES = [
  'chooseLanguages',
  'chooseLanguagesAbout',
  'chooseFormat',
  'chooseHtml',
  'chooseHtmlAbout',
  'chooseText',
  'chooseTextAbout',
]
const PAUSE = [
  'choosePause',
  'choosePauseUntil',
  'choosePauseAbout',
  'chooseThen',
  'chooseEverywhere',
  'nextTitle',
  'holdTitle',
  'fewerAgain',
]
const WISHES = ['wishTitle', 'wishMostLabel', 'wishJoins', 'wishQuiet', 'wishQuietAbout', 'wishQuietFrom', 'wishQuietUntil']
const YOU = ['chooseOthers', 'chooseYou', 'chooseName', 'chooseNameAbout', 'chooseNameButton', 'chooseAddress', 'chooseAddressButton']
const BUTTONS = [
  'chooseSave',
  'chooseReturn',
  'chooseLook',
  'leaveHeading',
  'leaveAbout',
  'leaveButton',
  'faultForm',
  'undoButton',
  'dataTitle',
]

export function writePreferencesPage(web: Web, shown: Preferences): string {
  const { known, offer, digests, mutes, mails, token, fields, typed = {}, faults, notice, undo, next } = shown
  const language = frameLanguage(known.subscription.languages)
  const words = wordsFor(language)
  const title = words.say('chooseTitle')
  const isSubscribed = known.subscription.state === 'active'
  const others = digests.filter(({ digest, isActive }) => isActive && digest.id !== known.subscription.digestId)
  const own = digests.find(({ digest }) => digest.id === known.subscription.digestId)
  const view = {
    digest: nameView(known.digestNames, language),
    address: maskAddress(known.address),
    isSubscribed,
    notice: noticeView(notice, words),
    undo: undo ?? null,
    hasFaults: Object.keys(faults).length > 0,
    faults: faultTexts(faults, words),
    topicGroups: topicGroups(offer.topics, fields.topics, words),
    digests: isSubscribed ? digestViews(digests, known.subscription.digestId, { fields, words }) : [],
    // Where nobody waits for an hour, nobody is asked for one.
    atOnce: own?.digest.release === 'instant' ? oftenText(own.digest, words) : '',
    hour: fields.hour,
    zones: zoneView(fields.zone, language),
    days: dayViews(fields.days, words),
    ranks: rankViews({ chosen: fields.languages, offered: offer.languages, ranks: Math.max(RANKS, fields.languages.length) }, words),
    isText: fields.format === 'text',
    pause: fields.pause,
    returns: returnViews(fields.onReturn, words),
    hasOthers: others.length > 0,
    wishes: own
      ? mailWishesView({ digest: own.digest, subscription: known.subscription, mails, hasOthers: others.length > 0 }, words)
      : null,
    consent: preferencesConsent(web, shown)?.text ?? '',
    next,
    mutes: mutes.map((mute) => muteView(mute, { token, zone: known.subscription.hour.zone, words })),
    others: others.map(({ digest, path }) => ({ name: nameView(digest.names, language), path })),
    name: typed.name ?? known.name,
    typedAddress: typed.address ?? '',
    addressAbout: words.say('chooseAddressAbout', { address: `\u2066${maskAddress(known.address)}\u2069` }),
    preferencesPath: ROUTES.preferences.slice(1) + token,
    leavePath: ROUTES.unsubscribe.slice(1) + token,
  }
  const keys = [...WISHES, ...CHOICES, ...LANGUAGES, ...PAUSE, ...YOU, ...BUTTONS]
  return writePage(web, { name: 'preferences', language, title, words: keys, isLive: true, view })
}

/** The form of a subscription as it is stored. */
export function storedFields({ known: { subscription }, offer, digests }: KnownReader, now: Instant): PreferencesFields {
  const { topicIds, hour, languages, format, pause, digestId } = subscription
  return {
    topics: offer.topics.filter(({ id }) => topicIds.includes(id)).map(({ slug }) => slug),
    digests: digests.filter(({ digest, isActive }) => isActive && digest.id !== digestId).map(({ digest }) => digest.slug),
    hour: hourText(hour.minute),
    zone: hour.zone,
    days: DAYS.filter((_, index) => hasWeekday(hour.weekdays, index + 1)),
    languages,
    format,
    pause: pause && pause.until > now ? pauseDate(pause.until, hour.zone) : '',
    onReturn: pause?.onReturn ?? 'all',
  }
}

const FIELDS = ['topics', 'hour', 'zone', 'days', 'languages', 'format', 'pause', 'name', 'address', 'quiet'] as const

const faultTexts = (faults: FieldFaults, words: Words) =>
  Object.fromEntries(FIELDS.map((field) => [field, faults[field] === undefined ? '' : words.say(faults[field])]))

type Ticked = { fields: PreferencesFields; words: Words }

// This digest itself is left by its own button, so that nobody leaves it by the way.
function digestViews(digests: ReaderDigest[], own: number, { fields, words }: Ticked) {
  return digests.map(({ digest }) => ({
    slug: digest.slug,
    name: nameView(digest.names, words.language),
    often: oftenText(digest, words),
    isOwn: digest.id === own,
    isChosen: digest.id === own || fields.digests.includes(digest.slug),
  }))
}

const returnViews = (chosen: string, words: Words) =>
  (
    [
      ['all', 'chooseThenAll'],
      ['best', 'chooseThenBest'],
      ['nothing', 'chooseThenNothing'],
    ] as const
  ).map(([value, key]) => ({ value, text: words.say(key), isChosen: value === chosen }))

function muteView({ topic, until }: KnownReader['mutes'][number], { token, zone, words }: { token: string; zone: string; words: Words }) {
  return {
    name: nameView(topic.names, words.language),
    until: until === null ? words.say('holdForEver') : words.say('holdUntil', { date: words.date(pauseDate(until, zone), 'long') }),
    path: ROUTES.preferences.slice(1) + token + FEWER + topic.slug,
  }
}
