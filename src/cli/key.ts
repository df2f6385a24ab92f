import { Option, type Command } from 'commander'
import type { App } from '../app.ts'
import { checkAddress } from '../domain/address.ts'
import { endApiKey, makeApiKey, SCOPES, type Scope } from '../flow/desk/api-keys.ts'
import { findWorker } from '../flow/desk/find-worker.ts'
import { listApiKeys } from '../store/listings/api-keys.ts'
import { columns, timeText, type Door } from './door.ts'
import { wholeNumberOption } from './options.ts'

type Add = { for: string; scope: 'read' | 'write' }

export function addKeyCommands(program: Command, door: Door): void {
  const key = program.command('key').description('the keys by which programs use the API')
  key
    .command('add <name>')
    .description('make a key for a program; it is shown only now')
    .requiredOption('--for <address>', 'the person of the desk who answers for it; it ends when that person is shut out')
    .addOption(new Option('--scope <scope>', 'read: look only; write: change as well').choices(SCOPES).default('read'))
    .action((name: string, wanted: Add) => door.withApp((app) => add(app, door, { name, ...wanted })))
  key
    .command('list')
    .description('the keys with their owners and last use')
    .option('--search <text>', 'only names that hold this')
    .action((wanted: { search?: string }) => door.withApp((app) => list(app, door, wanted)))
  key
    .command('end')
    .argument('<id>', 'the key, as "key list" shows it', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
    .description('end a key at once')
    .action((id: number) => door.withApp((app) => end(app, door, id)))
}

async function add(app: App, door: Door, { name, for: address, scope }: Add & { name: string }): Promise<void> {
  const checked = checkAddress(address)
  const person = checked.ok ? await findWorker(app.store.db, checked.canonical) : undefined
  if (!person) return door.fail(`Nobody with the address ${address} works here. "person list" shows who does.`)
  const scopes: Scope[] = scope === 'write' ? ['read', 'write'] : ['read']
  const made = await makeApiKey(app.store, { name, scopes, person }, app.clock())
  door.answer(made, [`Key ${made.id} for ${name}. It is shown only now:`, made.key])
}

async function list(app: App, door: Door, wanted: { search?: string }): Promise<void> {
  const keys = await listApiKeys(app.store.db, wanted)
  const rows = keys.map((one) => [
    String(one.id),
    one.name,
    `${one.start}…`,
    one.scopes,
    one.madeBy,
    timeText(one.usedAt),
    one.endedAt === null ? '-' : timeText(one.endedAt),
  ])
  door.answer(keys, columns([['id', 'name', 'key', 'scopes', 'for', 'last used', 'ended'], ...rows]))
}

async function end(app: App, door: Door, id: number): Promise<void> {
  const isEnded = await endApiKey(app.store, id, { id: null, name: 'command line' }, app.clock())
  if (isEnded) return door.answer({ id }, [`Key ${id} lets nobody in any more.`])
  door.fail(`There is no key ${id} that still lets somebody in. "key list" shows them.`)
}
