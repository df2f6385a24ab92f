import type { Instant } from '../../domain/instant.ts'
import type { ReaderRecord } from '../../flow/reader-record.ts'
import { choiceLines } from './choice-lines.ts'
import type { RecordTeller } from './record-teller.ts'

/** One thing that happened: in our words, and quoted, in the words of a wording, a story or a mail server. */
export type RecordEntry = { at: Instant; title: string; lines?: string[]; quotes?: string[] }

/** A kind of things under the key of its heading, the newest first. */
export type RecordList = { heading: string; entries: RecordEntry[] }

/** Everything in a record that a person wants to read; kinds of which there is nothing are left out, but for the main ones. */
export function recordLists(record: ReaderRecord, tell: RecordTeller): RecordList[] {
  const { traces } = record
  const main = [
    { heading: 'dataConsents', entries: record.consents.map((one) => consentEntry(one, tell)).reverse() },
    { heading: 'dataChoices', entries: record.choices.map((one) => choiceEntry(one, tell)).reverse() },
    { heading: 'dataMails', entries: record.mails.map((one) => mailEntry(one, tell)) },
  ]
  const others = [
    { heading: 'dataNotices', entries: traces.notices.map((one) => noticeEntry(one, tell)).reverse() },
    { heading: 'dataReports', entries: traces.reports.map((one) => reportEntry(one, tell)).reverse() },
    { heading: 'dataSuppressions', entries: traces.suppressionLog.map((one) => suppressionEntry(one, tell)).reverse() },
    { heading: 'dataAddresses', entries: traces.addressChanges.map((one) => moveEntry(one, tell)).reverse() },
  ]
  return [...main, ...others.filter(({ entries }) => entries.length > 0)]
}

type Consent = ReaderRecord['consents'][number]

function consentEntry(
  { digest, how, address, wording, asked, given }: Consent,
  { words, moment, digest: nameOf }: RecordTeller,
): RecordEntry {
  const placeOf = ({ network, browser }: Consent['given']): string => {
    const place = [network, browser].filter(Boolean).join(' · ')
    return place === '' ? words.say('dataNowhere') : isolated(place)
  }
  return {
    at: given.at,
    title: nameOf(digest),
    lines: [
      `${isolated(address)} · ${words.say(`agreed-${how}`)}`,
      ...(asked.at === given.at ? [] : [words.say('dataConsentAsked', { at: moment(asked.at), place: placeOf(asked) })]),
      words.say('dataConsentGiven', { at: moment(given.at), place: placeOf(given) }),
    ],
    quotes: wording ? [wording.text] : [],
  }
}

function choiceEntry(choice: ReaderRecord['choices'][number], tell: RecordTeller): RecordEntry {
  const [title = '', ...lines] = choiceLines(choice, tell)
  return { at: choice.at, title, lines: [...lines, tell.words.say(`chosen-${choice.by}`)] }
}

const mailEntry = (mail: ReaderRecord['mails'][number], { words, digest }: RecordTeller): RecordEntry => ({
  at: mail.settledAt ?? mail.dueAt,
  title: words.say('dataMail', { digest: digest(mail.digest), number: mail.number }),
  lines: [words.say(`mail-${mail.state}`)],
  quotes: mail.stories.map(({ title }) => title),
})

type Traces = ReaderRecord['traces']

const noticeEntry = ({ created_at, kind, state }: Traces['notices'][number], { words }: RecordTeller): RecordEntry => ({
  at: created_at,
  title: words.say(`notice-${kind}`),
  lines: [words.say(`mail-${state}`)],
})

const reportEntry = ({ heard_at, kind, text }: Traces['reports'][number], { words }: RecordTeller): RecordEntry => ({
  at: heard_at,
  title: words.say(`news-${kind}`),
  quotes: [text],
})

const suppressionEntry = ({ at, what, reason, note }: Traces['suppressionLog'][number], { words }: RecordTeller): RecordEntry => ({
  at,
  title: words.say(`stop-${what}`),
  lines: [words.say(`reason-${reason}`)],
  quotes: [note],
})

const moveEntry = ({ asked_at, old_address, address, state }: Traces['addressChanges'][number], { words }: RecordTeller): RecordEntry => ({
  at: asked_at,
  title: words.say('dataMove', { old: isolated(old_address), address: isolated(address) }),
  lines: [words.say(`move-${state}`)],
})

/** An address keeps its own direction inside a sentence of another (UAX 9, left-to-right isolate). */
const isolated = (address: string): string => `\u2066${address}\u2069`
