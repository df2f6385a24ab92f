import type { Command } from 'commander'
import type { App } from '../app.ts'
import { explain, type Explained } from '../flow/explain/explain.ts'
import { sayExplanation } from '../render/say-explanation.ts'
import { wordLanguages, wordsFor } from '../render/words.ts'
import type { Door } from './door.ts'
import { wholeNumberOption, zoneOption } from './options.ts'
import { isSpoken } from './known.ts'

type Wish = { briefing: string; issue?: number; language: string; zone: string }

export function addExplainCommand(program: Command, door: Door): void {
  program
    .command('explain')
    .argument('<address>', 'the reader')
    .argument('<briefing>', 'the story: its id, slug or key')
    .description('why a reader got a story, will get it, or did not; of what has been sent, as it was then')
    .option('--issue <id>', 'only of this issue', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
    .option('--language <tag>', 'in which language to say it, such as en, zh or ar', 'en')
    .option('--zone <zone>', 'the time zone of the times', zoneOption, 'UTC')
    .action((address: string, briefing: string, wish: Omit<Wish, 'briefing'>) =>
      door.withApp((app) => tell(app, door, address, { briefing, ...wish })),
    )
}

async function tell(app: App, door: Door, address: string, { briefing, issue, language, zone }: Wish): Promise<void> {
  if (!isSpoken(door, language, wordLanguages())) return
  const question = { address, briefing, ...(issue === undefined ? {} : { issueId: issue }) }
  const explained = await explain(app.store.db, question, app.clock())
  if (!explained.ok) return door.fail(NEXT[explained.reason]({ address, briefing, issue }))
  const words = wordsFor(language)
  const said = explained.explanations.map((one) => ({ ...one, said: sayExplanation(one, words, zone) }))
  door.answer({ ...explained, explanations: said }, [
    explained.briefing.title,
    ...said.map(({ said: { where, why } }) => `${where} ${why}`),
    ...(said.length === 0 ? ['There is no digest yet. "digest add" makes one.'] : []),
  ])
}

type Asked = { address: string; briefing: string; issue: number | undefined }

const NEXT: Record<Extract<Explained, { ok: false }>['reason'], (asked: Asked) => string> = {
  'no-such-reader': ({ address }) =>
    `Nobody with the address ${address} reads anything here. "subscriber list --search" finds those who do.`,
  'no-such-briefing': ({ briefing }) => `There is no briefing "${briefing}". "briefing list" shows those that there are, with their ids.`,
  'no-such-issue': ({ issue }) => `There is no issue ${issue ?? ''}. "issue list" shows those that there are.`,
  'not-in-issue': ({ issue }) => `Issue ${issue ?? ''} does not hold this story. Leave --issue out to ask about all of them.`,
}
