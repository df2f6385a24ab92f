import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { previewEdition, previewNotice } from '../../../src/flow/preview-sample.ts'
import { checkTemplates } from '../../../src/flow/doctor/check-templates.ts'
import { listTemplates } from '../../../src/render/list-templates.ts'
import { listWordings } from '../../../src/render/list-wordings.ts'
import { useOwnTemplates } from '../../../src/render/own-templates.ts'
import { renderFragment } from '../../../src/render/render-page.ts'
import { wordsFor } from '../../../src/render/words.ts'
import { NOON, openWorld, PUBLICATION } from '../../support/world.ts'
import { commandsOver } from '../cli/commands-over.ts'
import { sqlite } from '../web/site.ts'
import { told } from '../../support/told.ts'

const ours = (path: string): string => readFileSync(new URL(`../../../templates/${path}`, import.meta.url), 'utf8')

/** A folder with these files; it is used from then on. What is compiled is kept, so all of it stands in one. */
function openOwn(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-own-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  useOwnTemplates(folder)
  return folder
}

const FAULT = { heading: 'Gone', next: 'Look elsewhere.', root: '/', words: { pageHome: 'Home' }, title: 'Gone', language: 'en' }

test('one’s own templates and words are used where they are right, and ours where they are not, which is told', async () => {
  const folder = openOwn({
    // MJML refuses this one only when it makes html of it.
    'email/edition.mjml': ours('email/edition.mjml').replace('<mj-body', '<mj-body nonsense="1"'),
    'email/edition.txt': ours('email/edition.txt').replace('[[story]]', '[[story]]>>> '),
    'email/notice.txt': `Our own notice\n\n${ours('email/notice.txt')}`,
    'pages/lost.hbs': '<h1>{{nobody}}</h1>',
    // Every name in it is known, but not where it stands.
    'pages/fault.hbs': '<h2>{{heading}}</h2>{{#each words}}{{next}}{{/each}}',
    'pages/card.hbs': 'x',
    'words/en.json': '{\n"noticeMoveButton": "Yes, move me",\n"noticeMoveNot": "No {name}"\n}',
    'notes.txt': 'x',
  })
  const shown = told(await checkTemplates(folder))
  expect(shown).toMatchObject({ state: 'warning', todo: expect.stringContaining('template check') as string })
  for (const said of [
    'email/edition.mjml, line',
    'pages/lost.hbs, line 1: Nothing is called "nobody"',
    'words/en.json, line 3',
    'pages/card.hbs: Nothing uses',
    'notes.txt: Nothing',
  ])
    expect(shown.message).toContain(said)

  const { html, text } = await previewEdition('en', PUBLICATION, NOON)
  expect(html).toContain('</html>')
  expect(text).toContain('>>> ')
  expect((await previewNotice('en', PUBLICATION)).text).toMatch(/^Our own notice[^]*Yes, move me/)
  expect(wordsFor('en').say('noticeMoveNot')).not.toContain('No')
  expect(renderFragment('fault', FAULT)).toContain('<h1>Gone</h1>')

  const found = new Map(listTemplates().map((one) => [one.path, one.own]))
  expect(
    ['email/edition.mjml', 'email/edition.txt', 'pages/fault.hbs', 'pages/lost.hbs', 'words/en.json', 'pages/archive.hbs'].map((path) =>
      found.get(path),
    ),
  ).toEqual([...['set-aside', 'used', 'set-aside', 'set-aside', 'used', 'none']])
  expect(listTemplates({ search: 'no such words anywhere' })).toEqual([])
  expect(listWordings('words/', { search: 'move me' })).toMatchObject([
    { key: 'noticeMoveButton', in: { en: { isOwn: true }, zh: { isOwn: false } } },
  ])
  expect(listWordings('desk/words/', { search: 'lists.title' }).map(({ file }) => file)).toEqual(['desk/words/*/lists.json'])
  expect([listWordings('words/', { isMissing: true }), listWordings('desk/words/', { isMissing: true })]).toEqual([[], []])

  await using store = await openWorld(await sqlite.url())
  const run = commandsOver(store)
  const check = await run('template', 'check')
  expect(check).toMatchObject({ code: 1, err: expect.stringContaining('pages/lost.hbs:1: Nothing is called "nobody"') as string })
  expect((await run('template', 'list', '--kind', 'mail')).out).toMatch(/templates\/email\/edition\.mjml +mail +your own, SET ASIDE/)
  expect((await run('template', 'show', 'email/notice.txt')).out).toMatch(/^Our own notice/)
  expect((await run('template', 'show', 'templates/email/notice.txt', '--ours')).out).not.toContain('Our own notice')
  expect(await run('template', 'show', '../package.json')).toMatchObject({
    code: 1,
    err: expect.stringContaining('"template list"') as string,
  })
})
