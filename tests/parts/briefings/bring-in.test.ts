import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bringIn } from '../../../src/flow/editing/bring-in.ts'
import { openFurnished } from '../desk/furnished-site.ts'
import { browse } from '../desk/desk-site.ts'
import { realBriefing } from '../../support/real-briefing.ts'
import { told } from '../../support/told.ts'

/** A form with a file as its last field, as browsers send it. */
async function send(editor: ReturnType<typeof browse>, site: Awaited<ReturnType<typeof openFurnished>>, url: string, file: File) {
  const page = await editor.get('/desk/briefings/bring-in')
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page.body) ?? []
  const form = new FormData()
  form.set('_csrf', csrf.replaceAll('&#x3D;', '='))
  form.set('file', file)
  const sent = new Response(form)
  const cookie = [...editor.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, 'content-type': sent.headers.get('content-type') ?? '' }
  return site.server.inject({ method: 'POST', url, headers, payload: Buffer.from(await sent.arrayBuffer()) })
}

test('files are brought in as drafts, and what is wrong with them is said by line', async () => {
  await using site = await openFurnished()
  const editor = browse(site)
  await editor.signIn('editor@example.com')
  const real = await send(editor, site, '/desk/briefings/bring-in', new File([readFileSync(realBriefing())], 'us-politics.txt'))
  expect(real.statusCode).toBe(303)
  const page = String(real.headers.location)
  const shown = (await editor.get(page)).body
  expect(shown).toContain('U.S. Security Guarantees for Ukraine')
  expect(shown).toContain('3 sources are announced and 0 are listed')
  expect(shown).toContain('It is on no topic')

  const binary = await send(editor, site, '/desk/briefings/bring-in', new File(['a\0b'], 'x.txt'))
  expect([binary.statusCode, binary.body.includes('This is not a text file')]).toEqual([422, true])
})

test('a file that is dropped on a text gives its text, and fills an empty briefing whole', async () => {
  await using site = await openFurnished()
  const editor = browse(site)
  await editor.signIn('editor@example.com')
  const file = new File(['<h1>Quay</h1><p>It is <b>mended</b>.</p>'], 'quay.html')
  const dropped = await send(editor, site, '/desk/briefings/1/take', file)
  expect([dropped.statusCode, dropped.body]).toEqual([200, 'It is **mended**.'])
  const begun = await editor.post('/desk/briefings', {}, '/desk/briefings')
  const page = String(begun.headers.location)
  expect((await send(editor, site, `${page}/take`, file)).statusCode).toBe(204)
  expect((await editor.get(page)).body).toMatch(/>Quay<\/textarea>/)
  const pasted = await editor.post('/desk/briefings/clean', { html: '<p>One <i>word</i></p>' }, '/desk/briefings')
  expect(pasted.body).toBe('One *word*')
})

test('front matter fills the fields, and topics are found by any of their names', async () => {
  await using site = await openFurnished()
  const text =
    '---\ntitle: Quay\nlanguage: en\ntopics: [world, Nowhere]\npriority: 3\nupdated: 2026-02-13\nsources: [Reuters https://example.org/a]\n---\nText.\n'
  expect(told(await bringIn(site.store.db, { name: 'a.md', bytes: Buffer.from(text) }))).toMatchObject({
    ok: true,
    fields: { title: 'Quay', topics: ['world'], priority: '3', updatedOn: '2026-02-13', sources: 'Reuters https://example.org/a' },
    problems: [{ message: expect.stringContaining('Nowhere') as string }],
  })
})
