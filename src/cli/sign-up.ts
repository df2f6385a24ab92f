import type { Command } from 'commander'
import type { App } from '../app.ts'
import { confirmAgain, forgetRequest } from '../flow/lists/act-on-sign-up.ts'
import { USUAL_LIMITS } from '../domain/sign-up.ts'
import { listWaitingSignUps } from '../store/listings/waiting-sign-ups.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { wholeNumberOption } from './options.ts'

type List = { search?: string; limit: number; before?: number }

const idOption = wholeNumberOption(1, Number.MAX_SAFE_INTEGER)

/** People who asked for a digest and have not confirmed. */
export function addSignUpCommands(program: Command, door: Door): void {
  const signUp = program.command('sign-up').description('people who asked for a digest and have not confirmed')
  signUp
    .command('list')
    .description('all of them, the newest first')
    .option('--search <text>', 'only whose address or name holds this')
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 10_000), 100)
    .option('--before <id>', 'go on behind this one', idOption)
    .action((wanted: List) => door.withApp((app) => list(app, door, wanted)))
  signUp
    .command('again')
    .argument('<id>', 'as "sign-up list" shows it', idOption)
    .description('send the mail to confirm once more')
    .action((id: number) => door.withApp((app) => again(app, door, id)))
  signUp
    .command('forget')
    .argument('<id>', 'as "sign-up list" shows it', idOption)
    .description('forget the request and the address')
    .action((id: number) => door.withApp((app) => forget(app, door, id)))
}

async function list(app: App, door: Door, wanted: List): Promise<void> {
  const found = await listWaitingSignUps(app.store.db, wanted)
  const rows = found.map((one) => [`${one.id}`, one.address, one.name, one.digest, one.state, timeText(one.askedAt)])
  door.answer(found, columns([['id', 'address', 'name', 'digest', 'state', 'asked'], ...rows]))
}

async function again(app: App, door: Door, id: number): Promise<void> {
  const limits = { ...USUAL_LIMITS, ...app.config.signUps }
  const done = await confirmAgain(app, { signUpId: id, limits }, { actor: COMMAND_LINE, now: app.clock() })
  if (done.ok) return door.answer({ ok: true }, ['The mail goes out once more.'])
  door.fail(done.reason === 'gone' ? unknown(id) : 'There were too many requests within the last hour. Try again later.')
}

async function forget(app: App, door: Door, id: number): Promise<void> {
  const done = await forgetRequest(app, id, { actor: COMMAND_LINE, now: app.clock() })
  if (done.ok) door.answer({ ok: true }, ['Forgotten.'])
  else door.fail(unknown(id))
}

const unknown = (id: number): string => `No request ${id} waits for a click. "sign-up list" shows those that do.`
