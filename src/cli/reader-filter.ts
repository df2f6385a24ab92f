import type { Command } from 'commander'
import type { App } from '../app.ts'
import { checkAddress } from '../domain/address.ts'
import { cleanText } from '../domain/clean-text.ts'
import { findWorker } from '../flow/desk/find-worker.ts'
import { forgetFilter, keepFilter } from '../flow/lists/keep-filter.ts'
import { listSavedFilters } from '../store/listings/saved-filters.ts'
import { columns, type Door } from './door.ts'
import { wholeNumberOption } from './options.ts'
import { addFilterOptions, filterOf, type FilterWish } from './reader-filter-options.ts'

/** The filters of readers that people of the desk keep for themselves. */
export function addReaderFilterCommands(program: Command, door: Door): void {
  const filter = program.command('filter').description('filters of readers that people keep at the desk')
  const whose = (command: Command): Command => command.requiredOption('--for <address>', 'the person of the desk whose filters they are')
  whose(filter.command('list').description('the filters of a person')).action((wanted: { for: string }) =>
    door.withApp((app) => list(app, door, wanted.for)),
  )
  addFilterOptions(whose(filter.command('keep <name>').description('keep a filter under a name; one of that name is replaced'))).action(
    (name: string, wanted: FilterWish & { for: string }) => door.withApp((app) => keep(app, door, name, wanted)),
  )
  whose(
    filter
      .command('forget')
      .argument('<id>', 'as "filter list" shows it', wholeNumberOption(1, Number.MAX_SAFE_INTEGER))
      .description('forget one'),
  ).action((id: number, wanted: { for: string }) => door.withApp((app) => forget(app, door, id, wanted.for)))
}

async function personIdOf({ store }: App, door: Door, address: string): Promise<number | undefined> {
  const checked = checkAddress(address)
  const person = checked.ok ? await findWorker(store.db, checked.canonical) : undefined
  if (!person) door.fail(`Nobody with the address ${address} works here. "person list" shows who does.`)
  return person?.id
}

async function list(app: App, door: Door, address: string): Promise<void> {
  const personId = await personIdOf(app, door, address)
  if (personId === undefined) return
  const found = await listSavedFilters(app.store.db, personId)
  door.answer(found, columns([['id', 'name', 'filter'], ...found.map(({ id, name, filter }) => [`${id}`, name, filter])]))
}

const WHY_NOT = {
  'no-name': 'Give the filter a name.',
  'is-all': 'Say what to filter by, such as --zone Asia/Tokyo: without anything it is everybody.',
  'too-many': 'There are 30 already. "filter forget" makes room.',
}

async function keep(app: App, door: Door, name: string, wanted: FilterWish & { for: string }): Promise<void> {
  const personId = await personIdOf(app, door, wanted.for)
  if (personId === undefined) return
  const kept = await keepFilter(app.store, { personId, name: cleanText(name).slice(0, 60), filter: filterOf(wanted) }, app.clock())
  if (kept.ok) door.answer({ ok: true }, [`“${name}” is kept.`])
  else door.fail(WHY_NOT[kept.reason])
}

async function forget(app: App, door: Door, id: number, address: string): Promise<void> {
  const personId = await personIdOf(app, door, address)
  if (personId === undefined) return
  if (await forgetFilter(app.store, { personId, id })) door.answer({ ok: true }, [`Filter ${id} is forgotten.`])
  else door.fail(`${address} has no filter ${id}. "filter list --for ${address}" shows them.`)
}
