import { inEnglish } from '../render/in-english.ts'
import { Option, type Command } from 'commander'
import type { App } from '../app.ts'
import { checkOwnTemplates } from '../render/check-own-templates.ts'
import { findTemplate, listTemplates, TEMPLATE_KINDS, type TemplateKind } from '../render/list-templates.ts'
import { isBuiltIn, readBuiltIn, readOwn } from '../render/own-templates.ts'
import { columns, type Door } from './door.ts'

type List = { search?: string; kind?: TemplateKind }

export function addTemplateCommands(program: Command, door: Door): void {
  const template = program
    .command('template')
    .description('templates of mails and pages, and the words in them; TEMPLATES_DIR holds your own')
  template
    .command('list')
    .description('every template and file of words, where it lies and is used, and whether your own stands in its place')
    .option('--search <text>', 'only whose name or text holds this')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(TEMPLATE_KINDS))
    .action((wanted: List) => door.withApp((app) => list(app, door, wanted)))
  template
    .command('show <file>')
    .description('its text as it is used: copy it below TEMPLATES_DIR to change it')
    .option('--ours', 'the one that came with the program, whatever stands in its place')
    .action((path: string, { ours }: { ours?: true }) => door.withApp(() => show(door, path, ours ?? false)))
  template
    .command('check')
    .description('look at every file below TEMPLATES_DIR; what is not right is named with its line, and is not used')
    .action(() => door.withApp(() => check(door)))
}

async function list({ config }: App, door: Door, wanted: List): Promise<void> {
  const found = listTemplates(wanted)
  const rows = found.map(({ place, kind, own, usedIn }) => [
    place,
    kind,
    own === 'none' ? 'ours' : own === 'used' ? 'your own' : 'your own, SET ASIDE',
    usedIn.join(' '),
  ])
  const where =
    config.templatesDir === undefined ? 'TEMPLATES_DIR is not set: all of them are ours.' : `Your own lie below ${config.templatesDir}.`
  door.answer(found, [...columns([['file', 'kind', 'whose', 'used in'], ...rows]), where])
}

async function show(door: Door, path: string, isOurs: boolean): Promise<void> {
  const name = path.replace(/^templates\//, '')
  if (!findTemplate(name)) return door.fail(`There is no template ${path}. "template list" shows those that there are.`)
  const text = (isOurs ? undefined : readOwn(name)) ?? (isBuiltIn(name) ? readBuiltIn(name) : '')
  door.answerBytes({ path: name, text }, Buffer.from(text))
}

async function check(door: Door): Promise<void> {
  const own = await checkOwnTemplates()
  if (!own) return door.answer({ used: [], faults: [], gaps: [] }, ['TEMPLATES_DIR is not set: all templates are ours.'])
  const lines = own.faults.map(({ path, line, message }) => `${path}${line > 0 ? `:${line}` : ''}: ${inEnglish(message)}`)
  const gaps = own.gaps.map(({ path, lacks }) => `${path} lacks ${lacks.length} wordings, for which English stands in: ${lacks.join(', ')}`)
  door.answer(own, [`${own.used.length} files of your own are used, from ${own.folder}.`, ...gaps])
  if (lines.length > 0) door.fail([...lines, 'Ours are used in their place. Mend them, then start the processes again.'].join('\n'))
}
