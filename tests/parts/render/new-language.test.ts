import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressIssue } from '../../../src/flow/address-issue.ts'
import { approveIssue } from '../../../src/flow/approve-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { checkTemplates } from '../../../src/flow/doctor/check-templates.ts'
import { previewEdition } from '../../../src/flow/preview-sample.ts'
import { inEnglish } from '../../../src/render/in-english.ts'
import { useOwnTemplates } from '../../../src/render/own-templates.ts'
import { frameLanguage, wordLanguages, wordsFor } from '../../../src/render/words.ts'
import { findIssue } from '../../../src/store/issues.ts'
import { NOON, publish, PUBLICATION, reader } from '../../support/world.ts'
import { browse, worker } from '../desk/desk-site.ts'
import { openSite, readerOf, sqlite } from '../web/site.ts'

const FRENCH = {
  'words/fr.json': {
    read: 'Lire tout l’article',
    sources: { one: '{count} source', many: '{count} de sources', other: '{count} sources' },
    signUpTitle: 'S’abonner à {digest}',
    preferences: 'Changer {nobody}',
  },
  'desk/words/fr.json': { menuToday: 'Aujourd’hui' },
  'desk/words/fr/lists.json': { title: 'Abonnés' },
  'words/xx.json': { read: 'x' },
}

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-own-'))
  for (const [path, words] of Object.entries(FRENCH)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), JSON.stringify(words))
  }
})

afterAll(() => useOwnTemplates(undefined))

test('a translator adds a language with one file; what it lacks is said in English, and told', async () => {
  await using site = await openSite(await sqlite.url())
  await readerOf(site)
  await publish(site.store, { key: 'ukraine' })
  // Before there were French words: what is frozen has no French frame, and no reader waits for one.
  const composed = await composeDigest(site.store, 'morning', NOON)
  if (!composed?.ok) throw new Error(JSON.stringify(composed))
  await approveIssue(site.store, { issueId: composed.issueId, by: { id: null, name: 'Rosa' }, releaseAt: NOON }, PUBLICATION, NOON)

  useOwnTemplates(folder)
  expect(wordLanguages()).toEqual(['ar', 'en', 'fr', 'zh'])
  expect([frameLanguage(['fr-CA', 'en']), frameLanguage(['fr'], ['ar', 'en'])]).toEqual(['fr', 'en'])
  const words = wordsFor('fr')
  expect([words.say('read'), words.say('sources', { count: 2 }), words.say('end')]).toEqual([
    ...['Lire tout l’article', '2 sources', wordsFor('en').say('end')],
  ])
  expect(words.say('preferences')).toBe(wordsFor('en').say('preferences'))
  expect(words.date('2026-03-10', 'long')).toBe('10 mars 2026')

  await reader(site.store, 'rosa@post.example', { languages: ['fr'] })
  const issue = await findIssue(site.store.db, composed.issueId)
  if (!issue) throw new Error('The issue is gone')
  await addressIssue(site.store, issue, { now: NOON })
  const frames = await site.store.db.selectFrom('deliveries').select('language').distinct().execute()
  expect(frames).toEqual([{ language: 'en' }])

  expect((await previewEdition('fr', PUBLICATION, NOON)).html).toContain('Lire tout l’article')
  const page = await site.server.inject({ url: '/sign-up', headers: { 'accept-language': 'fr-FR' } })
  expect(page.body).toContain('S’abonner')
  expect(page.body).toMatch(/<html lang="fr"/)

  const message = inEnglish((await checkTemplates(folder)).message)
  expect(message).toContain('words/fr.json lacks')
  expect(message).toContain('"preferences" must fill in the same names')
  expect(message).toContain('words/xx.json: Nothing uses a file of this name.')

  await worker(site, 'admin')
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  expect((await admin.get('/desk/templates')).body).toMatch(/path=words\/fr\.json[^]*wordings are missing/)
  expect((await admin.get('/desk/templates/file?path=words/fr.json')).body).toContain('Lire tout')
  const missing = (await admin.get('/desk/templates/words?missing=yes&q=preferences')).body
  expect(missing).toContain('French')
  expect((await admin.get('/desk/templates/words?set=words/&q=tout')).body).toContain('Lire tout')
  await admin.post('/desk/account/profile', { name: 'Rosa', language: 'fr', zone: 'Europe/Paris' }, '/desk/account')
  expect((await admin.get('/desk/subscribers')).body).toContain('Abonnés')
})
