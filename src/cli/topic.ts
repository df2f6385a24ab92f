import type { Command } from 'commander'
import type { Names } from '../domain/topic.ts'
import { addTopic } from '../flow/add-topic.ts'
import { listTopics } from '../store/listings/topics.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, type Door } from './door.ts'
import { addDescribeTopic } from './describe.ts'
import { nameOption } from './options.ts'
import { addTopicChanges } from './topic-changes.ts'

export function addTopicCommands(program: Command, door: Door): void {
  const topic = program.command('topic').description('subjects that readers can follow')
  topic
    .command('add <slug>')
    .description('make a topic; its slug stands in links and on the command line')
    .option('--name <language=name>', 'its name in a language; give it once for each language', nameOption)
    .option('--parent <slug>', 'a topic that it is a part of: who follows that one follows this one too')
    .action((slug: string, { name = {}, parent }: { name?: Names; parent?: string }) =>
      door.withApp(async (app) => {
        const names = Object.keys(name).length > 0 ? name : { en: slug }
        const answer = await addTopic(app.store, { slug, names, ...(parent !== undefined && { parent }) }, app.clock(), COMMAND_LINE)
        if (answer.ok) door.answer(answer.added, [`Topic ${slug} is there: ${namesText(answer.added.names)}.`])
        else door.fail(answer.message)
      }),
    )
  addDescribeTopic(topic, door)
  addTopicChanges(topic, door)
  topic
    .command('list')
    .description('all topics with their names')
    .option('--search <text>', 'only those whose slug or name holds this')
    .action((wanted: { search?: string }) =>
      door.withApp(async (app) => {
        const topics = await listTopics(app.store.db, wanted)
        door.answer(topics, columns([['slug', 'names'], ...topics.map(({ slug, names }) => [slug, namesText(names)])]))
      }),
    )
}

export const namesText = (names: Names): string =>
  Object.entries(names)
    .map(([language, name]) => `${language}=${name}`)
    .join(', ')
