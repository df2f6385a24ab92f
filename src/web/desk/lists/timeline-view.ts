import type { Choice, SubscriptionChoice } from '../../../domain/choice.ts'
import type { Instant } from '../../../domain/instant.ts'
import { hourText } from '../../../domain/reader-hour.ts'
import { weekdaysText } from '../../../domain/weekdays.ts'
import { wordsFor } from '../../../render/words.ts'
import type { Words } from '../../../render/word-folder.ts'
import type { TimelineEntry, TimelineMail } from '../../../store/listings/reader-timeline.ts'

type Context = {
  words: Words
  when: (at: Instant) => string
  names: { topics: Map<number, string>; digests: Map<number, string> }
  address: string
}

type Line = { icon: string; colour: string; title: string; lines: string[] }

/** One thing that happened to a reader, as a line of the page. */
export function timelineView(entry: TimelineEntry, context: Context) {
  const { words, when } = context
  const line = lineOf(entry, context)
  return {
    ...line,
    at: when(entry.at),
    kind: words.say(`lists.kind-${entry.kind}`),
    lines: line.lines.filter((one) => one !== ''),
    ...(entry.kind === 'mail' ? { mail: mailView(entry.mail, context) } : {}),
  }
}

function lineOf(entry: TimelineEntry, { words, names }: Context): Line {
  const spoken = wordsFor(words.language)
  switch (entry.kind) {
    case 'mail': {
      const { digest, number, state, reason } = entry.mail
      return {
        icon: 'send',
        colour: MAIL_COLOURS[state] ?? 'secondary',
        title: `${digest} ${number}: ${words.say(`delivery-${state}`)}`,
        lines: [reason ?? ''],
      }
    }
    case 'choice':
      return {
        icon: 'pencil',
        colour: 'blue',
        title: words.say('lists.chose', { digest: digestOf(entry.choice, names), by: words.say(`lists.by-${entry.by}`) }),
        lines: changesOf(entry.choice, entry.before, names),
      }
    case 'consent':
      return {
        icon: 'check',
        colour: 'green',
        title: words.say('lists.agreed', { digest: entry.digest, how: words.say(`lists.how-${entry.how}`) }),
        lines: [entry.wording ?? '', entry.network],
      }
    case 'report':
      return {
        icon: 'message-report',
        colour: 'orange',
        title: words.say('lists.reported', { news: entry.news, follows: entry.follows }),
        lines: [`${entry.class} · ${entry.reason}`, entry.text],
      }
    case 'suppression':
      return {
        icon: 'ban',
        colour: entry.what === 'lifted' ? 'green' : 'red',
        title: `${words.say(`lists.suppression-${entry.what}`)}: ${words.say(`lists.suppressed-${entry.reason}`)}`,
        lines: [entry.note, entry.by],
      }
    case 'notice':
      return {
        icon: 'bell',
        colour: 'secondary',
        title: `${spoken.say(`notice-${entry.notice}`)}: ${spoken.say(`mail-${entry.state}`)}`,
        lines: [entry.reason ?? ''],
      }
    case 'desk':
      return {
        icon: 'user-x',
        colour: 'purple',
        title: `${entry.actor}: ${entry.action}`,
        lines: [[entry.before, entry.after].filter(Boolean).join(' → ')],
      }
  }
}

const MAIL_COLOURS: Record<string, string> = { accepted: 'green', refused: 'red', doubtful: 'orange', withheld: 'yellow' }

const digestOf = ({ digestId }: Choice, { digests }: Context['names']): string =>
  digestId === null ? '*' : (digests.get(digestId) ?? String(digestId))

/** What is other than before, each as `topics: world → world, science`; all of it where nothing was kept before. */
function changesOf(choice: Choice, before: Choice | undefined, names: Context['names']): string[] {
  const [after, was] = [fieldsOf(choice, names), before ? fieldsOf(before, names) : {}]
  return Object.entries(after).flatMap(([field, value]) => {
    const old = was[field]
    if (old === value || (old === undefined && value === '')) return []
    return [old === undefined ? `${field}: ${value}` : `${field}: ${old || '–'} → ${value || '–'}`]
  })
}

function fieldsOf(choice: Choice, { topics }: Context['names']): Record<string, string> {
  const nameOf = (id: number): string => topics.get(id) ?? String(id)
  if (choice.digestId === null) return { mutes: choice.what.mutes.map(({ topicId }) => nameOf(topicId)).join(', ') }
  const { state, topicIds, hour, languages, format, pause }: SubscriptionChoice = choice.what
  return {
    state,
    topics: topicIds.map(nameOf).join(', '),
    hour: `${weekdaysText(hour.weekdays)} ${hourText(hour.minute)} ${hour.zone}`,
    languages: languages.join(', '),
    format,
    pause: pause ? new Date(pause.until).toISOString().slice(0, 16) : '',
  }
}

function mailView({ id, stories, attempts, news }: TimelineMail, { address, when, words }: Context) {
  return {
    id,
    stories: stories.map(({ slug, title }) => ({ title, why: `/why?${new URLSearchParams({ reader: address, story: slug }).toString()}` })),
    storyCount: words.say('lists.stories', { count: stories.length }),
    attempts: attempts.map((one) => ({
      number: one.number,
      at: when(one.startedAt),
      outcome: one.outcome,
      reply: [one.replyCode, one.enhancedCode, one.reply].filter(Boolean).join(' '),
      relay: one.relay,
    })),
    news: news.map((one) => ({ at: when(one.heardAt), said: `${one.kind}: ${one.class} · ${one.reason}`, text: one.text })),
  }
}
