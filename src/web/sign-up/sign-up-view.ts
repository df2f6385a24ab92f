import type { Language } from '../../domain/briefing.ts'
import { ROUTES } from '../../domain/links.ts'
import type { Lines, Topic } from '../../domain/topic.ts'
import { consentText } from '../../flow/embedded-form.ts'
import { cityOf, findZone, listCities } from '../../render/cities.ts'
import { nameIn } from '../../render/name-in.ts'
import { wordsFor, type Words } from '../../render/words.ts'
import type { OfferedDigest } from '../../store/listings/publication.ts'
import { listQueryText } from '../list-query.ts'
import { DAYS, dayViews } from '../reader/day-views.ts'
import { nameView } from '../reader/name-view.ts'
import { oftenText } from '../reader/often-text.ts'
import { RANKS, rankViews } from '../reader/rank-views.ts'
import type { Web } from '../web.ts'
import { formStamp } from './form-stamp.ts'
import type { DigestOffer } from './offer.ts'
import { OFTEN, type SignUpFaults, type SignUpFields } from './read-sign-up-form.ts'
import { groupTopics } from './topic-groups.ts'

/** A form to show: what is on offer, what was typed, and what is wrong with it. */
export type SignUpForm = {
  offer: DigestOffer
  language: string
  /** The language that the address names, which goes on to where the form leads. */
  chosen?: Language | undefined
  fields: SignUpFields
  faults: SignUpFaults
  /** The address that was probably meant. */
  meant?: string
  /** It was sent too soon or too late to be sure that a person has: once more. */
  isOnceMore?: boolean
  /** Of a form that is shown again: whoever has taken the time once need not take it twice. */
  stamp?: string | undefined
}

/** Of which boxes are ticked before anybody has chosen. */
const WORKDAYS = DAYS.slice(0, 5)
const DETAILS = ['often', 'hour', 'zone', 'days', 'languages', 'format'] as const

/** Everything that `_sign-up.hbs` shows. */
export function signUpView(web: Web, { offer, language, chosen, fields, faults, meant, isOnceMore = false, stamp }: SignUpForm) {
  const words = wordsFor(language)
  const { digest, digests } = offer
  const name = nameIn(digest.names, words.language).text
  const zone = findZone(fields.zone)
  return {
    words: Object.fromEntries(WORDS.map((key) => [key, words.say(key)])),
    title: words.say('signUpTitle', { digest: name }),
    digests: digests.length < 2 ? [] : digests.map((one) => ({ ...digestView(one, words, chosen), isChosen: one.slug === digest.slug })),
    slug: digest.slug,
    path: ROUTES.signUp.slice(1) + listQueryText(chosen === undefined ? {} : { language: chosen }),
    stamp: stamp ?? formStamp(web.clock(), web.publication.sign),
    faults: faultTexts(faults, words),
    notice: noticeOf({ faults, isOnceMore }, words),
    meant: meant === undefined ? null : meantView(meant, words),
    address: fields.address,
    name: fields.name,
    groups: groupTopics(offer.topics).map(({ topic, children }) => ({
      ...topicView(topic, words, fields),
      all: words.say('signUpAllOf', { topic: nameIn(topic.names, words.language).text }),
      children: children.map((child) => topicView(child, words, fields)),
    })),
    isOpen: DETAILS.some((field) => faults[field] !== undefined),
    // Where nobody waits for an hour, nobody is asked for one.
    atOnce: digest.release === 'instant' ? oftenText(digest, words) : '',
    often: OFTEN.map((value) => ({ value, label: words.say(OFTEN_WORDS[value]), isChosen: fields.often === value })),
    hour: fields.hour,
    zone: zone === undefined ? fields.zone : cityOf(zone, words.language),
    // The browser's own zone is proposed only to those who have not chosen one.
    isProposing: fields.zone === offer.usual.zone,
    cities: listCities(words.language),
    days: dayViews(fields.days.length === 0 ? WORKDAYS : fields.days, words),
    ranks: rankViews({ chosen: fields.languages, offered: offer.languages, ranks: Math.min(RANKS, offer.languages.length) }, words),
    isText: fields.format === 'text',
    consent: consentText(web.publication, digest, words.language),
  }
}

const OFTEN_WORDS = { daily: 'signUpOftenDaily', workdays: 'signUpOftenWorkdays', weekly: 'signUpOftenWeekly', days: 'signUpOftenDays' }

const SIGN_UP = ['signUpAbout', 'signUpDigest', 'signUpAddress', 'signUpTopicsAbout', 'signUpWholeGroup', 'signUpDetails']
const MORE = ['signUpDetailsAbout', 'signUpOften', 'signUpZone', 'signUpZoneAbout', 'signUpName', 'signUpButton', 'signUpTrap']
const CHOOSE = ['chooseTopics', 'chooseWhen', 'chooseHour', 'chooseDays', 'chooseLanguages', 'chooseLanguagesAbout']
const FORMAT = ['chooseFormat', 'chooseHtml', 'chooseHtmlAbout', 'chooseText', 'chooseTextAbout', 'signUpMeantNo']
const WORDS = [...SIGN_UP, ...MORE, ...CHOOSE, ...FORMAT]

const lineView = (lines: Lines, words: Words) => (Object.keys(lines).length === 0 ? null : nameView(lines, words.language))

function digestView(digest: OfferedDigest, words: Words, chosen: Language | undefined) {
  const { slug, names, lines } = digest
  const path = `${ROUTES.signUp.slice(1)}?digest=${slug}${chosen === undefined ? '' : `&lang=${chosen}`}`
  return { slug, ...nameView(names, words.language), line: lineView(lines, words), often: oftenText(digest, words), path }
}

function topicView({ slug, names, lines }: Topic, words: Words, fields: SignUpFields) {
  return { slug, ...nameView(names, words.language), line: lineView(lines, words), isChosen: fields.topics.includes(slug) }
}

function noticeOf({ faults, isOnceMore }: { faults: SignUpFaults; isOnceMore: boolean }, words: Words): string {
  if (Object.keys(faults).length > 0) return words.say('faultSignUp')
  return isOnceMore ? words.say('signUpOnceMore') : ''
}

const meantView = (address: string, words: Words) => ({
  address,
  question: words.say('signUpMeant', { address }),
  yes: words.say('signUpMeantYes', { address }),
})

function faultTexts(faults: SignUpFaults, words: Words) {
  const text = (key: string | undefined) => (key === undefined ? '' : words.say(key))
  const { address, topics, hour, zone, days, languages, format } = faults
  const when = { hour: text(hour), zone: text(zone), days: text(days) }
  return { address: text(address), topics: text(topics), ...when, languages: text(languages), format: text(format) }
}
