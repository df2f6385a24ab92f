import type { Command } from 'commander'
import type { App } from '../app.ts'
import { runUntilIdle } from '../pipeline.ts'
import type { Door } from './door.ts'
import { openMachinery } from '../machinery.ts'

export function addRunCommands(program: Command, door: Door): void {
  program
    .command('serve')
    .description('start the roles that ROLES names and stay, as npm start does')
    .action(async () => {
      if (program.opts().at !== undefined) return door.fail('"serve" goes by the real clock. Leave --at to the other commands.')
      // The web is loaded only here: every other command starts faster without it.
      const { runServer } = await import('../run-server.ts')
      process.exitCode = await runServer()
    })
  program
    .command('run')
    .description('do all that is to be done now: compose, approve, address, deliver')
    .requiredOption('--until-idle', 'end when nothing is left to do now; for cron')
    .action(() => door.withApp((app) => runOnce(app, door)))
  program
    .command('migrate')
    .description('bring the database up to date; every other command does so by itself')
    .action(() => door.withApp(async () => door.answer({ ok: true }, ['The database is up to date.'])))
}

async function runOnce(app: App, door: Door): Promise<void> {
  const right = app.store.dialect.takeSendingRole()
  if (!right.ok) return door.fail(right.message)
  const leaving = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => leaving.abort())
  const { tools, installation, troubles, close } = await openMachinery(app, leaving.signal)
  try {
    if ((await installation.heldBecause()) !== undefined)
      return door.fail(
        'Nothing is sent: this database is a copy, or was moved or restored. "installation show" says more, "installation confirm" lets it send.',
      )
    const done = await runUntilIdle(tools, app.config.roles)
    door.answer(done, [
      Object.entries(done)
        .map(([verb, count]) => `${verb} ${count}`)
        .join(', '),
    ])
    const trouble = tools.transport.trouble
    if (troubles() > 0)
      door.fail(`${troubles()} steps went wrong; the log says which and why. The rest is done, and they are tried again by the next run.`)
    if (trouble)
      door.fail(`The mail server cannot be used, so deliveries still wait: ${trouble.reply}. Check SMTP_URL; "doctor" looks closer.`)
  } finally {
    await close()
    right.release()
  }
}
