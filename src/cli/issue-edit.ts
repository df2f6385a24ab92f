import type { Command } from 'commander'
import type { App } from '../app.ts'
import { editIssue, type IssueEdit } from '../flow/issues/edit-issue.ts'
import { COMMAND_LINE } from './command-line.ts'
import type { Door } from './door.ts'
import { answerVerb, no, unknown, yes, type Said } from './issue-verbs.ts'
import { listOption, wholeNumberOption } from './options.ts'

const ID = wholeNumberOption(1, Number.MAX_SAFE_INTEGER)

/** What an editor changes in a draft: its stories, their order, the words around them. */
export function addIssueEdit(issue: Command, door: Door): void {
  issue
    .command('edit')
    .argument('<issue>', 'its id, as "issue list" shows it', ID)
    .description('change a draft: one thing at a time')
    .option('--order <briefings>', 'all its stories by their ids, joined by commas, in their order', listOption)
    .option('--pin <briefing>', 'put a story first, and into every mail that it concerns', ID)
    .option('--unpin <briefing>', 'let it stand like the others', ID)
    .option('--leave-out <briefing>', 'take a story out', ID)
    .option('--bring-back <briefing>', 'take a story in again that was left out', ID)
    .option('--newest <briefing>', 'take a story in its newest wording', ID)
    .option('--language <tag>', 'of the subject or the introduction', 'en')
    .option('--subject <text>', 'instead of the one made from the first story; empty for that one again')
    .option('--introduction <markdown>', 'above the stories; empty for none')
    .action((id: number, wanted: Edits) => answerVerb(door, (app) => edit(app, id, wanted)))
}

type Edits = Partial<Record<'pin' | 'unpin' | 'leaveOut' | 'bringBack' | 'newest', number>> & {
  order?: string[]
  subject?: string
  introduction?: string
  language: string
}

async function edit(app: App, id: number, wanted: Edits): Promise<Said> {
  const edits = editsIn(wanted)
  const [first] = edits
  if (!first || edits.length > 1)
    return no('Say one thing to change: --order, --pin, --unpin, --leave-out, --bring-back, --newest, --subject or --introduction.')
  const done = await editIssue(app.store, { issueId: id, edit: first }, COMMAND_LINE, app.clock())
  if (done.ok) return yes(done, `Issue ${id} is changed. "issue preview ${id}" shows it.`)
  switch (done.reason) {
    case 'no-such-issue':
      return unknown(id)
    case 'not-draft':
      return no(`Issue ${id} is approved: what was approved is not touched. "issue unapprove ${id}" takes the yes back.`)
    case 'no-such-language':
      return no(`The desk has no words in "${wanted.language}".`)
    case 'too-long':
      return no('A subject has at most 150 characters, an introduction 4,000.')
    default:
      return no(`That does not fit the stories of issue ${id}. "issue list" shows how many it has.`)
  }
}

function editsIn({ order, pin, unpin, leaveOut, bringBack, newest, subject, introduction, language }: Edits): IssueEdit[] {
  const of = (kind: 'pin' | 'unpin' | 'leave-out' | 'bring-back' | 'newest', briefingId: number | undefined): IssueEdit[] =>
    briefingId === undefined ? [] : [{ kind, briefingId }]
  return [
    ...(order === undefined ? [] : [{ kind: 'order' as const, order: order.map(Number) }]),
    ...of('pin', pin),
    ...of('unpin', unpin),
    ...of('leave-out', leaveOut),
    ...of('bring-back', bringBack),
    ...of('newest', newest),
    ...(subject === undefined ? [] : [{ kind: 'subject' as const, language, text: subject }]),
    ...(introduction === undefined ? [] : [{ kind: 'introduction' as const, language, text: introduction }]),
  ]
}
