import type { Choice } from '../../../domain/choice.ts'
import type { Instant } from '../../../domain/instant.ts'
import { wordsFor } from '../../../render/words.ts'
import type { Words } from '../../../render/word-folder.ts'
import type { TimelineEntry, TimelineMail } from '../../../store/listings/reader-timeline.ts'
import { sayAdder, sayChanges, sayCode, sayWhy } from './timeline-words.ts'

type Context = {
  words: Words
  when: (at: Instant) => string
  digestName: (slug: string) => string
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

function lineOf(entry: TimelineEntry, { words, names, digestName }: Context): Line {
  const spoken = wordsFor(words.language)
  switch (entry.kind) {
    case 'mail': {
      const { digest, number, state, reason } = entry.mail
      return {
        icon: 'send',
        colour: MAIL_COLOURS[state] ?? 'secondary',
        title: `${digestName(digest)} ${number}: ${words.say(`delivery-${state}`)}`,
        lines: [sayWhy(words, reason ?? '')],
      }
    }
    case 'choice':
      return {
        icon: 'pencil',
        colour: 'blue',
        title: words.say('lists.chose', { digest: digestOf(entry.choice, { words, names }), by: words.say(`lists.by-${entry.by}`) }),
        lines: sayChanges(words, entry, names),
      }
    case 'consent':
      return {
        icon: 'check',
        colour: 'green',
        title: words.say('lists.agreed', { digest: digestName(entry.digest), how: words.say(`lists.how-${entry.how}`) }),
        lines: [entry.wording ?? '', entry.network],
      }
    case 'report':
      return {
        icon: 'message-report',
        colour: 'orange',
        title: saidOf(words, { news: entry.news, reason: entry.reason }),
        lines: [sayCode(words, 'follows', entry.follows), entry.text],
      }
    case 'suppression':
      return {
        icon: 'ban',
        colour: entry.what === 'lifted' ? 'green' : 'red',
        title: `${words.say(`lists.suppression-${entry.what}`)}: ${words.say(`lists.suppressed-${entry.reason}`)}`,
        lines: [entry.note, sayAdder(words, entry.by)],
      }
    case 'notice':
      return {
        icon: 'bell',
        colour: 'secondary',
        title: `${spoken.say(`notice-${entry.notice}`)}: ${spoken.say(`mail-${entry.state}`)}`,
        lines: [sayWhy(words, entry.reason ?? '')],
      }
    case 'desk':
      return {
        icon: 'user-x',
        colour: 'purple',
        title: `${entry.actor}: ${sayCode(words, 'deed', entry.action.replace(/^subscriber\./, ''))}`,
        lines: [noteIn(entry.after, words)],
      }
  }
}

const MAIL_COLOURS: Record<string, string> = { accepted: 'green', refused: 'red', doubtful: 'orange', withheld: 'yellow' }

const digestOf = ({ digestId }: Choice, { words, names }: Pick<Context, 'words' | 'names'>): string =>
  digestId === null ? words.say('timeline.everywhere') : (names.digests.get(digestId) ?? String(digestId))

/** `Came back: nobody has that address`; what was called spam is not said to be called spam. */
function saidOf(words: Words, { news, reason }: { news: string; reason: string }): string {
  const said = sayCode(words, 'news', news)
  const why = sayCode(words, 'reason', reason)
  return why.toLowerCase() === said.toLowerCase() ? said : words.say('timeline.reported', { news: said, reason: why })
}

/** What a person wrote to a deed; what it changed stands among the choices. */
function noteIn(after: string | null, words: Words): string {
  const said: unknown = after === null ? null : JSON.parse(after)
  const note = typeof said === 'object' && said !== null && 'note' in said ? said.note : undefined
  return typeof note === 'string' && note !== '' ? words.say('timeline.note', { note }) : ''
}

function mailView({ id, stories, attempts, news }: TimelineMail, { address, when, words }: Context) {
  return {
    id,
    stories: stories.map(({ slug, title }) => ({ title, why: `/why?${new URLSearchParams({ reader: address, story: slug }).toString()}` })),
    storyCount: words.say('lists.stories', { count: stories.length }),
    attempts: attempts.map((one) => ({
      number: one.number,
      at: when(one.startedAt),
      outcome: sayCode(words, 'outcome', one.outcome),
      reply: [one.replyCode, one.enhancedCode, one.reply].filter(Boolean).join(' '),
      relay: one.relay,
    })),
    news: news.map((one) => ({ at: when(one.heardAt), said: saidOf(words, { news: one.kind, reason: one.reason }), text: one.text })),
  }
}
