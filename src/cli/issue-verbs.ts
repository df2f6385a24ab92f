import type { Command } from 'commander'
import type { App } from '../app.ts'
import { correctIssue } from '../flow/issues/correct-issue.ts'
import { holdIssue } from '../flow/issues/hold-issue.ts'
import { sendNow } from '../flow/issues/send-now.ts'
import { sendTest } from '../flow/issues/send-test.ts'
import { skipIssue } from '../flow/issues/skip-issue.ts'
import { startCorrection } from '../flow/issues/start-correction.ts'
import { stopIssue } from '../flow/issues/stop-issue.ts'
import { unapproveIssue } from '../flow/issues/unapprove-issue.ts'
import { COMMAND_LINE } from './command-line.ts'
import type { Door } from './door.ts'
import { listOption, wholeNumberOption } from './options.ts'

const ID = wholeNumberOption(1, Number.MAX_SAFE_INTEGER)
const ABOUT_ID = 'its id, as "issue list" shows it'

/** What became of a verb: lines to say, or why not and what to do. */
export type Said = { ok: true; value: object; lines: string[] } | { ok: false; message: string }

type Verb = (app: App, id: number) => Promise<Said>

/** What a publisher does with an issue: every action of the desk. */
export function addIssueVerbs(issue: Command, door: Door): void {
  const verb = (name: string, description: string, run: Verb): void => {
    issue
      .command(name)
      .argument('<issue>', ABOUT_ID, ID)
      .description(description)
      .action((id: number) => answerVerb(door, (app) => run(app, id)))
  }
  verb('unapprove', 'take the yes back, until the first mail has left: the issue is a draft again', unapprove)
  verb('skip', 'let a draft fall out; as long as no later issue was cut, the next one takes its stories along', skip)
  verb('send-now', 'send it at once to everybody, whatever their hour; a draft is approved by it', send)
  verb('stop', 'withhold all that still waits; "issue release" goes on with it', stop)
  verb('correct', 'give a held issue its newest wording: who has not got it yet gets this one', correct)
  verb('start-correction', 'make the draft of a mail to exactly those who got an earlier wording', startTo)
  issue
    .command('hold')
    .argument('<issue>', ABOUT_ID, ID)
    .description('let nothing more of it go until "issue release"')
    .option('--why <reason>', 'what others should know', '')
    .action((id: number, { why }: { why: string }) => answerVerb(door, (app) => hold(app, { id, why })))
  issue
    .command('test')
    .argument('<issue>', ABOUT_ID, ID)
    .description('send it to colleagues as a reader gets it, with [Test] in its subject; it counts as no delivery')
    .requiredOption('--to <addresses>', 'who gets it, joined by commas', listOption)
    .requiredOption('--as <address>', 'as which reader')
    .action((id: number, wanted: { to: string[]; as: string }) => answerVerb(door, (app) => test(app, { id, ...wanted })))
}

export function answerVerb(door: Door, run: (app: App) => Promise<Said>): Promise<void> {
  return door.withApp(async (app) => {
    const said = await run(app)
    if (said.ok) door.answer(said.value, said.lines)
    else door.fail(said.message)
  })
}

export const unknown = (id: number): Said => no(`There is no issue ${id}. "issue list" shows those that there are.`)
export const no = (message: string): Said => ({ ok: false, message })
export const yes = (value: object, ...lines: string[]): Said => ({ ok: true, value, lines })

const around = ({ publication, clock }: App) => ({ publication, now: clock() })

async function unapprove(app: App, id: number): Promise<Said> {
  const done = await unapproveIssue(app.store, id, COMMAND_LINE, app.clock())
  if (done.ok) return yes(done, `Issue ${id} is a draft again. "issue approve ${id}" approves it as it is then.`)
  switch (done.reason) {
    case 'no-such-issue':
      return unknown(id)
    case 'not-approved':
      return no(`Issue ${id} is not approved.`)
    case 'left':
      return no(`Mails of issue ${id} have left. "issue hold ${id}" keeps back the others, and "issue correct ${id}" mends them.`)
    case 'in-hand':
      return no(`A sender has mails of issue ${id} in hand. Hold it with "issue hold ${id}" and try again in a moment.`)
    case 'later-issue':
      return no(`A later issue of its digest is approved already, which counts on this one. Hold it with "issue hold ${id}" instead.`)
    case 'not-fixed':
      return no(`Issue ${id} is of a digest that releases by itself. "issue stop ${id}" ends it.`)
  }
}

async function skip(app: App, id: number): Promise<Said> {
  const done = await skipIssue(app.store, id, COMMAND_LINE, app.clock())
  if (!done.ok) return done.reason === 'no-such-issue' ? unknown(id) : no(`Issue ${id} is no draft. "issue unapprove ${id}" comes first.`)
  const stories = done.storiesGoOn ? 'Its stories come with the next issue.' : 'Its stories are given up: a later issue was cut already.'
  return yes(done, `Issue ${id} is skipped. ${stories}`)
}

async function send(app: App, id: number): Promise<Said> {
  const done = await sendNow(app.store, { issueId: id }, COMMAND_LINE, around(app))
  if (done.ok) return yes(done, `Issue ${id} goes out now. Mails brought forward: ${done.mails}.`)
  if (done.reason === 'no-such-issue') return unknown(id)
  if (done.reason === 'held') return no(`Issue ${id} is held. "issue release ${id}" lets it go on.`)
  return no(done.reason === 'skipped' ? `Issue ${id} was skipped.` : `Issue ${id} was changed at this moment. Try again.`)
}

async function stop(app: App, id: number): Promise<Said> {
  const done = await stopIssue(app.store, id, COMMAND_LINE, app.clock())
  if (done.ok) return yes(done, `Issue ${id} is stopped: what waited is withheld. "issue release ${id}" goes on with it.`)
  return done.reason === 'no-such-issue' ? unknown(id) : no(`Issue ${id} is not approved, so nothing of it goes out.`)
}

async function hold(app: App, { id, why }: { id: number; why: string }): Promise<Said> {
  const done = await holdIssue(app.store, { issueId: id, why }, COMMAND_LINE, app.clock())
  if (done.ok) return yes(done, `Issue ${id} is held. "issue release ${id}" lets it go on.`)
  if (done.reason === 'no-such-issue') return unknown(id)
  return no(done.reason === 'skipped' ? `Issue ${id} was skipped.` : `Issue ${id} is held already. "issue list" says why.`)
}

async function correct(app: App, id: number): Promise<Said> {
  const done = await correctIssue(app.store, { issueId: id }, COMMAND_LINE, around(app))
  if (done.ok)
    return yes(
      done,
      `Issue ${id} has a new printing, the ${done.printing}. with ${done.stories} stories worded anew.`,
      `"issue release ${id}" goes on with it; "issue start-correction ${id}" writes to those who got an earlier one.`,
    )
  switch (done.reason) {
    case 'no-such-issue':
      return unknown(id)
    case 'not-approved':
      return no(`Issue ${id} is not approved: change the draft instead.`)
    case 'not-held':
      return no(`Hold issue ${id} first with "issue hold ${id}", so that no mail leaves meanwhile.`)
    case 'nothing-new':
      return no(
        `Nothing of issue ${id} reads otherwise than it did. Publish the mended briefing first, or word its subject or introduction anew.`,
      )
    case 'changed-meanwhile':
      return no(`Issue ${id} was changed at this moment. Try again.`)
  }
}

async function startTo(app: App, id: number): Promise<Said> {
  const done = await startCorrection(app.store, id, COMMAND_LINE, app.clock())
  if (done.ok)
    return yes(
      done,
      `Issue ${done.issueId} is the draft of a correction for ${done.readers} readers. "issue approve ${done.issueId}" sends it.`,
    )
  if (done.reason === 'no-such-issue') return unknown(id)
  if (done.reason === 'not-corrected') return no(`Issue ${id} has one printing. "issue correct ${id}" makes another.`)
  return no(
    done.reason === 'nobody' ? `Nobody got an earlier printing of issue ${id}.` : 'Somebody else cut an issue of this digest. Try again.',
  )
}

async function test(app: App, { id, as, to }: { id: number; as: string; to: string[] }): Promise<Said> {
  const done = await sendTest(app.store, { issueId: id, as, to }, COMMAND_LINE, around(app))
  if (done.ok)
    return yes(
      done,
      `Test mails on their way: ${done.sent.length}.`,
      ...done.suppressed.map((one) => `${one} is not written to: "suppression list" says why.`),
    )
  if (done.reason === 'bad-address') return no(`"${done.address}" is no address.`)
  if (done.reason === 'no-such-issue') return unknown(id)
  return no(TESTS[done.reason] ?? `${as} gets nothing from issue ${id}. "issue preview ${id} --as ${as}" says why.`)
}

const TESTS: Record<string, string> = {
  nobody: 'Name at least one address with --to.',
  'too-many': 'A test goes to 20 addresses at most.',
  'too-many-today': 'That would be more than 200 test mails in a day. Wait until tomorrow.',
}
