import { Argument, type Command } from 'commander'
import type { App } from '../app.ts'
import { BULK_KINDS, type BulkAction } from '../domain/bulk-action.ts'
import { readFilter } from '../domain/reader-filter.ts'
import { beginBulk, countTarget, undoBulk, type BulkTarget } from '../flow/lists/bulk.ts'
import { workOffLists } from '../flow/lists/work-off-lists.ts'
import { findBulkRun, listBulkRuns, type BulkRun } from '../store/listings/bulk-runs.ts'
import { listDigests } from '../store/listings/digests.ts'
import { listTopics } from '../store/listings/topics.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { dateOption, hourOption, wholeNumberOption } from './options.ts'
import { addFilterOptions, filterOf, type FilterWish } from './reader-filter-options.ts'

type Kind = BulkAction['kind']
type Wish = FilterWish & { in?: string; take?: string; drop?: string; pauseUntil?: number; toHour?: number; note?: string; yes?: true }

const idOption = wholeNumberOption(1, Number.MAX_SAFE_INTEGER)

/** What is done to many readers at once: counted first, done with --yes, and taken back by its number. */
export function addBulkCommands(program: Command, door: Door): void {
  const bulk = program.command('bulk').description('what is done to many readers at once, and can be taken back')
  const doing = bulk
    .command('do')
    .addArgument(new Argument('<action>', 'what to do').choices(BULK_KINDS))
    .description('do something to all readers whom the filter finds; says how many they are, and does it with --yes')
  addFilterOptions(doing)
    .option('--in <slug>', 'only in this digest of theirs; without, in all')
    .option('--take <topic>', 'of take-topic: which topic')
    .option('--drop <topic>', 'of drop-topic: which topic')
    .option('--pause-until <day>', 'of pause: until which day', dateOption)
    .option('--to-hour <time>', 'of hour: the new hour', hourOption)
    .option('--note <text>', 'of suppress: why; it stands in the history')
    .option('--yes', 'do it')
    .action((kind: Kind, wish: Wish) => door.withApp((app) => run(app, door, kind, wish)))
  bulk
    .command('list')
    .description('what was done, the newest first')
    .option('--search <text>', 'only what holds this')
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 10_000), 50)
    .action((wanted: { search?: string; limit: number }) => door.withApp((app) => list(app, door, wanted)))
  bulk
    .command('undo')
    .argument('<id>', 'as "bulk list" shows it', idOption)
    .description('put back what an action has changed and nobody has changed since')
    .action((id: number) => door.withApp((app) => undo(app, door, id)))
}

async function run(app: App, door: Door, kind: Kind, wish: Wish): Promise<void> {
  const action = await actionOf(app, kind, wish)
  if (typeof action === 'string') return door.fail(action)
  const target: BulkTarget = { filter: filterOf(wish), subscriberIds: null }
  if (!wish.yes) {
    const count = await countTarget(app.store, target, app.clock())
    return door.answer({ readers: count, done: false }, [`It would be done to ${count} readers. Nothing is done yet: say --yes.`])
  }
  const begun = await beginBulk(app.store, { target, action }, { actor: COMMAND_LINE, now: app.clock() })
  if (!begun.ok) return door.fail(WHY_NOT[begun.reason])
  const done = await worked(app, begun.id)
  door.answer(tell(done), [
    `${done.lookedAt} readers looked at, ${done.changed} changed, ${done.passedOver} passed over.`,
    ...(kind === 'erase' ? [] : [`"bulk undo ${done.id}" takes it back.`]),
  ])
}

async function actionOf(app: App, kind: Kind, wish: Wish): Promise<BulkAction | string> {
  const digest = wish.in === undefined ? undefined : (await listDigests(app.store.db)).find(({ slug }) => slug === wish.in)
  if (wish.in !== undefined && !digest) return `There is no digest "${wish.in}". "digest list" shows those that there are.`
  const digestId = digest?.id ?? null
  switch (kind) {
    case 'take-topic':
    case 'drop-topic': {
      const named = kind === 'take-topic' ? wish.take : wish.drop
      if (named === undefined) return `Say which topic: --${kind === 'take-topic' ? 'take' : 'drop'} <slug>.`
      const topic = (await listTopics(app.store.db)).find(({ slug }) => slug === named)
      return topic ? { kind, topicId: topic.id, digestId } : `There is no topic "${named}". "topic list" shows those that there are.`
    }
    case 'leave':
    case 'resume':
      return { kind, digestId }
    case 'pause':
      return wish.pauseUntil === undefined ? 'Say until when: --pause-until 2026-03-10.' : { kind, digestId, until: wish.pauseUntil }
    case 'hour':
      return wish.toHour === undefined ? 'Say the new hour: --to-hour 07:00.' : { kind, digestId, minute: wish.toHour }
    case 'suppress':
      return { kind, note: wish.note ?? '' }
    case 'erase':
      return { kind }
  }
}

const WHY_NOT = {
  nobody: 'The filter finds nobody.',
  'too-many-chosen': 'Those are too many at once.',
  'no-reason': 'Say why with --note: the history keeps it.',
  'not-in-the-future': 'That day is over. Name a later one.',
}

/** Works on it here and now, unless another process has just begun to: then that one is waited for. */
async function worked(app: App, id: number): Promise<BulkRun> {
  for (;;) {
    await workOffLists(app, new AbortController().signal)
    const found = await findBulkRun(app.store.db, id)
    if (!found) throw new Error(`Bulk action ${id} is gone`)
    if (found.state !== 'running' && found.state !== 'undoing') return found
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

const tell = ({ subscriberIds: _, ...one }: BulkRun) => ({
  ...one,
  filter: readFilter(Object.fromEntries(new URLSearchParams(one.filter))),
})

async function list(app: App, door: Door, wanted: { search?: string; limit: number }): Promise<void> {
  const found = await listBulkRuns(app.store.db, wanted)
  const rows = found.map((one) => [
    `${one.id}`,
    timeText(one.createdAt),
    one.action.kind,
    one.state,
    `${one.changed}`,
    one.actor.name,
    one.filter,
  ])
  door.answer(found.map(tell), columns([['id', 'when', 'what', 'state', 'changed', 'by', 'filter'], ...rows]))
}

async function undo(app: App, door: Door, id: number): Promise<void> {
  const isBegun = await undoBulk(app.store, id, { actor: COMMAND_LINE, now: app.clock() })
  if (!isBegun) return door.fail(`There is no bulk action ${id} that can be taken back. "bulk list" shows what was done.`)
  const done = await worked(app, id)
  door.answer(tell(done), [`${done.putBack} readers are as before, ${done.leftAlone} were changed since and stay so.`])
}
