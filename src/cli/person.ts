import { Option, type Command } from 'commander'
import type { App } from '../app.ts'
import { DESK_ROLES, type DeskRole } from '../domain/desk-role.ts'
import { addPerson, recoverPerson, type Invited } from '../flow/desk/add-person.ts'
import { changePerson } from '../flow/desk/change-person.ts'
import { deskLanguages } from '../render/render-desk-page.ts'
import { listPeople } from '../store/listings/people.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { isSpoken } from './known.ts'

type Add = { role: DeskRole; name?: string; language: string }

export function addPersonCommands(program: Command, door: Door): void {
  const person = program.command('person').description('the people who work at the desk')
  const role = new Option('--role <role>', 'what the person may do').choices(DESK_ROLES)
  person
    .command('add <address>')
    .description('invite somebody to the desk; prints the link at which the person chooses a password')
    .addOption(role.default('admin'))
    .option('--name <name>', 'the person’s name')
    .option('--language <tag>', 'the desk’s language for this person, such as en or zh', 'en')
    .action((address: string, wanted: Add) => door.withApp((app) => add(app, door, { address, ...wanted })))
  person
    .command('list')
    .description('who works here, with role and last visit')
    .option('--search <text>', 'only names or addresses that hold this')
    .action((wanted: { search?: string }) => door.withApp((app) => list(app, door, wanted)))
  person
    .command('role <address> <role>')
    .description(`give somebody another role: ${DESK_ROLES.join(', ')}`)
    .action((address: string, wanted: string) => door.withApp((app) => giveRole(app, door, { address, wanted })))
  person
    .command('recover <address>')
    .description('let somebody in again who lost password or authenticator; ends every session of the person')
    .action((address: string) =>
      door.withApp(async (app) => tellLink(app, door, address, await recoverPerson(app.store, address, COMMAND_LINE, app.clock()))),
    )
}

async function add(app: App, door: Door, { address, name = address, role, language }: Add & { address: string }): Promise<void> {
  if (!isSpoken(door, language, deskLanguages())) return
  tellLink(app, door, address, await addPerson(app.store, { address, name, role, language }, COMMAND_LINE, app.clock()))
}

function tellLink({ publication }: App, door: Door, address: string, invited: Invited): void {
  if (!invited.ok) return door.fail(REFUSED[invited.reason](address))
  const link = new URL(`desk/welcome/${invited.word}`, publication.links.home()).href
  door.answer({ personId: invited.personId, link }, [
    `${address} can choose a password here, once, within ${invited.goodFor / 3_600_000} hours:`,
    link,
  ])
}

const REFUSED: Record<Extract<Invited, { ok: false }>['reason'], (address: string) => string> = {
  'bad-address': (address) => `${address} is not an address that mail can be sent to. "address check" says why.`,
  'there-already': (address) => `${address} works here already. "person recover ${address}" makes a new link.`,
  unknown: (address) => `Nobody with the address ${address} works here. "person list" shows who does.`,
}

async function list(app: App, door: Door, wanted: { search?: string }): Promise<void> {
  const people = await listPeople(app.store.db, wanted)
  const rows = people.map((one) => [
    String(one.id),
    one.address,
    one.name,
    one.disabledAt === null ? one.role : `${one.role}, shut out`,
    one.hasTotp ? 'password and code' : one.hasPassword ? 'password' : 'invited',
    timeText(one.lastSeenAt),
  ])
  door.answer(people, columns([['id', 'address', 'name', 'role', 'signs in by', 'last seen'], ...rows]))
}

async function giveRole(app: App, door: Door, { address, wanted }: { address: string; wanted: string }): Promise<void> {
  const role = DESK_ROLES.find((one) => one === wanted)
  if (!role) return door.fail(`The roles are ${DESK_ROLES.join(', ')}.`)
  const person = (await listPeople(app.store.db)).find((one) => one.address.toLowerCase() === address.toLowerCase())
  if (!person) return door.fail(REFUSED.unknown(address))
  const changed = await changePerson(app.store, { personId: person.id, role }, COMMAND_LINE, app.clock())
  if (changed.ok) return door.answer({ personId: person.id, role }, [`${person.address} is ${role} now.`])
  door.fail(changed.reason === 'last-admin' ? 'The last admin must stay one. Make somebody else an admin first.' : REFUSED.unknown(address))
}
