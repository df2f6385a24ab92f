import { Option, type Command } from 'commander'
import type { Lines } from '../domain/topic.ts'
import { describeDigest, describeTopic, type Described } from '../flow/describe.ts'
import { COMMAND_LINE } from './command-line.ts'
import type { Door } from './door.ts'
import { nameOption, wholeNumberOption } from './options.ts'

/** How topics and digests present themselves on the forms to sign up. */
export function addDescribeTopic(topic: Command, door: Door): void {
  topic
    .command('describe <slug>')
    .description('say what a topic is about, and where it stands on forms')
    .option('--line <language=sentence>', 'what it is about in a language; give it once for each language', nameOption)
    .option('--position <number>', 'topics stand in the order of these', wholeNumberOption(0, 100_000))
    .action((slug: string, { line, position }: { line?: Lines; position?: number }) =>
      door.withApp(async (app) => {
        const as = { ...(line && { lines: line }), ...(position !== undefined && { position }) }
        said(door, slug, await describeTopic(app.store, slug, as))
      }),
    )
}

export function addDescribeDigest(digest: Command, door: Door): void {
  digest
    .command('describe <slug>')
    .description('say what a digest is about, and whether it welcomes new readers')
    .option('--line <language=sentence>', 'what it is about in a language; give it once for each language', nameOption)
    .addOption(new Option('--welcome <what>', 'a mail with the latest issue for whoever confirms, or none').choices(['issue', 'none']))
    .action((slug: string, { line, welcome }: { line?: Lines; welcome?: 'issue' | 'none' }) =>
      door.withApp(async (app) => {
        const as = { ...(line && { lines: line }), ...(welcome && { welcome }) }
        said(door, slug, await describeDigest(app.store, { slug, ...as }, COMMAND_LINE, app.clock()))
      }),
    )
}

function said(door: Door, slug: string, described: Described): void {
  if (described.ok) door.answer({ slug }, [`${slug} is described so from now on.`])
  else door.fail(described.message)
}
