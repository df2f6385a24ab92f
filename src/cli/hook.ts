import type { Command } from 'commander'
import type { App } from '../app.ts'
import { HOOK_EVENTS, hookFaultText } from '../domain/hook.ts'
import { hookSecret } from '../flow/hooks/hook-secret.ts'
import { addHook, replayHook, switchHook } from '../flow/hooks/hooks.ts'
import { findListedHook, listHooks, listPosts } from '../store/listings/hooks.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { listOption, wholeNumberOption } from './options.ts'

const idOption = wholeNumberOption(1, Number.MAX_SAFE_INTEGER)

export function addHookCommands(program: Command, door: Door): void {
  const hook = program.command('hook').description('webhooks out: other programs are told what happens here')
  hook
    .command('add <name> <url>')
    .description('tell an address; prints the secret with which it checks that a post is ours')
    .requiredOption('--events <kinds>', `of what, joined by commas: ${HOOK_EVENTS.join(', ')}`, listOption)
    .action((name: string, url: string, { events }: { events: string[] }) => door.withApp((app) => add(app, door, { name, url, events })))
  hook
    .command('list')
    .description('all of them, with what waits for each')
    .action(() => door.withApp((app) => list(app, door)))
  hook
    .command('log')
    .argument('<id>', 'as "hook list" shows it', idOption)
    .description('what was posted, and what was answered')
    .action((id: number) => door.withApp((app) => log(app, door, id)))
  for (const [verb, state] of [['stop', 'stopped'] as const, ['start', 'active'] as const])
    hook
      .command(verb)
      .argument('<id>', 'as "hook list" shows it', idOption)
      .description(verb === 'stop' ? 'post nothing more to it' : 'post to it again, what has waited first')
      .action((id: number) =>
        door.withApp(async (app) => {
          const isDone = await switchHook(app.store, { id, state }, COMMAND_LINE, app.clock())
          if (isDone) door.answer({ id, state }, [`Hook ${id} is ${state}.`])
          else door.fail(`There is no hook ${id}, or it is ${state} already. "hook list" shows them.`)
        }),
      )
  hook
    .command('replay')
    .argument('<id>', 'the hook', idOption)
    .argument('<post>', 'as "hook log" shows it', idOption)
    .description('post an event once more')
    .action((id: number, post: number) =>
      door.withApp(async (app) => {
        const isThere = await replayHook(app.store, { hookId: id, id: post }, COMMAND_LINE, app.clock())
        if (isThere) door.answer({ id, post }, [`Post ${post} of hook ${id} is sent again.`])
        else door.fail(`Hook ${id} has no post ${post}. "hook log ${id}" shows those that there are.`)
      }),
    )
}

async function add(app: App, door: Door, wanted: { name: string; url: string; events: string[] }): Promise<void> {
  const made = await addHook(app.store, wanted, COMMAND_LINE, app.clock())
  if (!made.ok) return door.fail(hookFaultText(made.reason))
  const hook = await findListedHook(app.store.db, made.id)
  const secret = hookSecret(hook?.nonce ?? '', app.publication.sign)
  door.answer({ id: made.id, secret }, [`Hook ${made.id} is there. Give the receiver its secret:`, secret])
}

async function list({ store }: App, door: Door): Promise<void> {
  const hooks = await listHooks(store.db)
  const shown = hooks.map(({ nonce: _nonce, ...hook }) => hook)
  const rows = shown.map((one) => [`${one.id}`, one.name, one.state, `${one.waiting}`, timeText(one.lastAt), one.url])
  door.answer(shown, columns([['id', 'name', 'state', 'waiting', 'last taken', 'address'], ...rows]))
}

async function log({ store }: App, door: Door, hookId: number): Promise<void> {
  const posts = await listPosts(store.db, { hookId, limit: 100 })
  const rows = posts.map((one) => [
    `${one.id}`,
    timeText(one.at),
    one.kind,
    one.state,
    `${one.attempts}`,
    `${one.status ?? '-'}`,
    one.answer ?? '',
  ])
  door.answer(posts, columns([['id', 'when', 'event', 'state', 'tries', 'status', 'answer'], ...rows]))
}
