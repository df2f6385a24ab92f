import type { Command } from 'commander'
import type { App } from '../app.ts'
import { readMail } from '../flow/read-mail.ts'
import { replayIssue } from '../flow/replay-issue.ts'
import type { Door } from './door.ts'
import { wholeNumberOption } from './options.ts'

type Replay = { issue: number; as: string; attempt?: number; format: string }

export function addReplayCommand(program: Command, door: Door): void {
  program
    .command('replay')
    .description('the mail in which a reader got an issue, byte for byte as it went out')
    .requiredOption('--issue <id>', 'which issue, as "issue list" shows it', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
    .requiredOption('--as <address>', 'which reader')
    .option('--attempt <number>', 'of several attempts, this one (the last)', wholeNumberOption(1, 1_000_000))
    .option('--format <format>', 'eml for the whole message, html or text for what it shows', 'eml')
    .action((wanted: Replay) => door.withApp((app) => replay(app, door, wanted)))
}

async function replay(app: App, door: Door, { issue, as, attempt, format }: Replay): Promise<void> {
  if (!['html', 'text', 'eml'].includes(format)) return door.fail('--format takes eml, html or text.')
  const wanted = { issueId: issue, as, ...(attempt !== undefined && { attempt }) }
  const replayed = await replayIssue(app.store.db, wanted, app.publication)
  if (!replayed.ok) return door.fail(replayed.message)
  const raw = Buffer.concat(replayed.message.raw)
  const mail = await readMail(raw)
  const { outcome } = replayed
  if (format === 'eml') return door.answerBytes({ attempt: replayed.attempt, outcome, subject: mail.subject, eml: raw.toString() }, raw)
  const shown = format === 'html' ? mail.html : mail.text
  if (shown === undefined) return door.fail(`${as} had chosen text, so there is no html. Use --format text.`)
  door.answer({ attempt: replayed.attempt, outcome, subject: mail.subject, [format]: shown }, [shown])
}
