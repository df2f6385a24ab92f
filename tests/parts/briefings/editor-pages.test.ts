import { expect, test } from 'vitest'
import { openFurnished } from '../desk/furnished-site.ts'
import { browse } from '../desk/desk-site.ts'
import type { Site } from '../web/site.ts'

const FORM = { title: 'The quay is mended', body: 'One.\n\nTwo.', topics: 'world', language: 'en', priority: '0' }

async function signedIn(site: Site, role: string) {
  const person = browse(site)
  await person.signIn(`${role}@example.com`)
  return person
}

const wordsOf = async ({ store }: Site, id: number) =>
  JSON.parse(
    (
      await store.db
        .selectFrom('revisions')
        .innerJoin('briefings', (join) =>
          join.onRef('briefings.id', '=', 'briefing_id').onRef('briefings.revision', '=', 'revisions.number'),
        )
        .select('content')
        .where('briefings.id', '=', id)
        .executeTakeFirstOrThrow()
    ).content,
  ) as { title: string; body: string }

test('what is typed is kept beside what is saved, shown again, and given up on demand', async () => {
  await using site = await openFurnished()
  const editor = await signedIn(site, 'editor')
  const kept = await editor.post('/desk/briefings/1/draft', { ...FORM, revision: '1', title: 'Half a thought, TK' }, '/desk/briefings/1')
  expect(kept.body).toContain('not saved yet')
  expect(kept.body).toContain('“TK” was left for later')
  expect((await wordsOf(site, 1)).title).toBe('The story of ukraine')
  expect((await editor.get('/desk/briefings/1')).body).toContain('Half a thought, TK')
  expect((await editor.get('/desk/briefings/1/mail?as=text')).body).toContain('Half a thought, TK')
  expect((await (await signedIn(site, 'publisher')).get('/desk/briefings/1')).body).not.toContain('Half a thought, TK')
  await editor.post('/desk/briefings/1/discard', FORM, '/desk/briefings/1')
  expect((await editor.get('/desk/briefings/1')).body).not.toContain('Half a thought')
})

test('two editors are told of each other, and who saves second is shown both versions and loses no words', async () => {
  await using site = await openFurnished()
  const [rosa, wei] = [await signedIn(site, 'editor'), await signedIn(site, 'publisher')]
  await rosa.post('/desk/briefings/1/here', { revision: '1' }, '/desk/briefings/1')
  expect((await wei.post('/desk/briefings/1/here', { revision: '1' }, '/desk/briefings/1')).body).toContain('editor has this briefing open')
  expect((await rosa.post('/desk/briefings/1', { ...FORM, revision: '1' }, '/desk/briefings/1')).statusCode).toBe(303)
  expect((await wei.post('/desk/briefings/1/here', { revision: '1' }, '/desk/briefings/1')).body).toContain(
    'editor has saved a newer revision',
  )
  const mine = { ...FORM, revision: '1', title: 'Another title', body: 'Mine.' }
  const asked = await wei.post('/desk/briefings/1', mine, '/desk/briefings/1')
  expect(asked.statusCode).toBe(409)
  for (const words of ['Another title', 'The quay is mended', 'Mine.', 'choice-title']) expect(asked.body).toContain(words)
  expect(await wordsOf(site, 1)).toMatchObject({ title: 'The quay is mended' })
  const settled = await wei.post('/desk/briefings/1', { ...mine, 'choice-title': 'mine', 'choice-body-0': 'both' }, '/desk/briefings/1')
  expect(settled.statusCode).toBe(303)
  expect(await wordsOf(site, 1)).toMatchObject({ title: 'Another title', body: 'One.\n\nTwo.\n\nMine.' })
})

test('a briefing is written, published, withdrawn and brought back by its buttons', async () => {
  await using site = await openFurnished()
  const [editor, publisher] = [await signedIn(site, 'editor'), await signedIn(site, 'publisher')]
  const begun = await editor.post('/desk/briefings', {}, '/desk/briefings')
  const page = String(begun.headers.location)
  // An editor hands in; that it comes out is a publisher's to say, whatever the form says.
  const stays = async (then: string): Promise<void> => {
    await editor.post(page, { ...FORM, topics: '', revision: then === 'publish' ? '1' : '2', then, publishAt: '2027-01-01T10:00' }, page)
    expect((await editor.get(page)).body).toContain('a publisher’s to say')
  }
  for (const then of ['publish', 'schedule', 'withdraw']) await stays(then)
  await editor.post(page, { ...FORM, topics: '', revision: '2', then: 'review' }, page)
  expect((await editor.get(page)).body).toContain('Handed in for review.')
  const refused = await publisher.post(page, { ...FORM, revision: '2', topics: '', then: 'publish' }, page)
  expect(refused.headers.location).toBe(page)
  expect((await publisher.get(page)).body).toContain('It needs a topic')
  await publisher.post(page, { ...FORM, revision: '2', then: 'publish' }, page)
  expect((await publisher.get(page)).body).toContain('alert-success')
  expect((await publisher.get(`${page}/withdraw`)).body).toContain('On the web it will say')
  await publisher.post(`${page}/step`, { move: 'withdraw' }, page)
  expect((await publisher.get(page)).body).toContain('Bring back')
  await publisher.post(`${page}/step`, { move: 'bring-back' }, page)
  expect((await editor.get('/desk/briefings?state=published&q=quay')).body).toContain('The quay is mended')
})

test('revisions are compared word by word, and an old one is restored', async () => {
  await using site = await openFurnished()
  const editor = await signedIn(site, 'editor')
  await editor.post('/desk/briefings/1', { ...FORM, revision: '1', title: 'The story of the harbour' }, '/desk/briefings/1')
  expect((await editor.get('/desk/briefings/1/revisions')).body).toMatch(/The story of <del>ukraine<\/del><ins>the harbour<\/ins>/)
  await editor.post('/desk/briefings/1/restore', { number: '1' }, '/desk/briefings/1')
  expect(await wordsOf(site, 1)).toMatchObject({ title: 'The story of ukraine' })
})

test('a briefing that is not there is answered by a page of the desk', async () => {
  await using site = await openFurnished()
  const editor = await signedIn(site, 'editor')
  for (const path of ['/desk/briefings/99', '/desk/briefings/99/mail', '/desk/briefings/99/revisions', '/desk/briefings/x'])
    expect([path, (await editor.get(path)).statusCode]).toEqual([path, 404])
})
