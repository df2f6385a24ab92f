import type { Command } from 'commander'
import type { App } from '../app.ts'
import type { Lines, Names } from '../domain/topic.ts'
import { editTopic, type TopicEdit } from '../flow/edit-topic.ts'
import { mergeTopics, planMerge, type MergeRefused } from '../flow/merge-topics.ts'
import { COMMAND_LINE } from './command-line.ts'
import type { Door } from './door.ts'
import { nameOption, wholeNumberOption } from './options.ts'

type Edit = { slug?: string; name?: Names; line?: Lines; position?: number; parent?: string | false }

/** What changes topics that are there: their names and places, and two that become one. */
export function addTopicChanges(topic: Command, door: Door): void {
  topic
    .command('edit <slug>')
    .description('rename a topic, or change what it says, where it stands and what it is a part of; what is not named stays')
    .option('--slug <slug>', 'another slug; the former one goes on finding it')
    .option('--name <language=name>', 'all its names from now on; give it once for each language', nameOption)
    .option('--line <language=text>', 'what it is about; give it once for each language', nameOption)
    .option('--position <number>', 'its place: smaller numbers first', wholeNumberOption(-1_000_000, 1_000_000))
    .option('--parent <slug>', 'the topic that it is a part of')
    .option('--no-parent', 'it is a part of nothing')
    .action((slug: string, wanted: Edit) => door.withApp((app) => edit(app, door, slug, wanted)))
  topic
    .command('merge <from> <into>')
    .description('make one topic part of another: readers, stories, digests and mutes go along, nobody loses a subscription')
    .option('--yes', 'do it; without, it only says what would happen. It cannot be undone')
    .action((from: string, into: string, { yes }: { yes?: true }) =>
      door.withApp((app) => merge(app, door, { from, into, isMeant: yes === true })),
    )
}

async function edit(app: App, door: Door, slug: string, { name, line, parent, ...rest }: Edit): Promise<void> {
  // Commander says true where neither option was given.
  const place = typeof parent === 'string' ? { parent } : parent === false ? { parent: null } : {}
  const wanted: TopicEdit = { ...rest, ...(name && { names: name }), ...(line && { lines: line }), ...place }
  const edited = await editTopic(app.store, { topic: slug, edit: wanted }, COMMAND_LINE, app.clock())
  if (!edited.ok) return door.fail(edited.message)
  door.answer(edited.topic, [`Topic ${edited.topic.slug} is changed.`])
}

async function merge(app: App, door: Door, { from, into, isMeant }: { from: string; into: string; isMeant: boolean }): Promise<void> {
  const done = isMeant
    ? await mergeTopics(app.store, { from, into }, COMMAND_LINE, app.clock())
    : await planMerge(app.store.db, { from, into })
  if (!done.ok) return door.fail(refusal(done))
  const { counts, widerLost } = done
  const lost = widerLost.map(({ slug }) => slug).join(', ')
  door.answer({ merged: isMeant, counts, widerLost: widerLost.map(({ slug }) => slug) }, [
    `${isMeant ? 'Carried' : 'To carry'} from ${from} to ${into}: ${counts.subscriptions} subscriptions (${counts.followBoth} follow both), ${counts.ended} ended ones, ` +
      `${counts.mutes} mutes, ${counts.briefings} briefings, ${counts.digests} digests, ${counts.children} parts, ${counts.signUps} sign-ups.`,
    ...(lost === '' ? [] : [`Who follows only ${lost} gets these stories no more.`]),
    ...(isMeant ? [] : ['Add --yes to do it. It cannot be undone.']),
  ])
}

function refusal(refused: MergeRefused): string {
  switch (refused.reason) {
    case 'unknown':
      return 'One of the two topics is not there. "topic list" shows those that are.'
    case 'same':
      return 'That is the same topic. Name another.'
    case 'circle':
      return 'That topic lies deeper within this one. Make it a part of something else first, with "topic edit --parent".'
    case 'issue-between':
      return `Approved and still finding its readers: ${refused.issues.map(({ digest, number }) => `${digest} ${number}`).join(', ')}. Wait a minute, then try again.`
  }
}
