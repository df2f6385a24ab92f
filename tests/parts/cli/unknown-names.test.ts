import { expect, test } from 'vitest'
import { digest, openWorld, topics } from '../../support/world.ts'
import { sqlite } from '../web/site.ts'
import { commandsOver } from './commands-over.ts'

test('a list that is asked for by a name that nobody bears is no empty list, but says so and what to do next', async () => {
  await using store = await openWorld(await sqlite.url())
  await topics(store, 'world')
  await digest(store)
  const run = commandsOver(store)
  for (const args of [
    ['subscriber', 'list', '--digest'],
    ['issue', 'list', '--digest'],
    ['digest', 'cuts'],
  ]) {
    expect(await run(...args, 'evening')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/"evening".*"digest list"/) as string,
    })
    expect(await run(...args, 'morning')).toMatchObject({ code: 0, err: '' })
  }
  expect(await run('delivery', 'list', '--issue', '7')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/issue 7.*"issue list"/) as string,
  })
  expect(await run('briefing', 'add', 'none.md', '--source', ' ')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Write a name') as string,
  })
})

test('digest cuts says when it does not show all of them', async () => {
  await using store = await openWorld(await sqlite.url())
  await topics(store, 'world')
  await digest(store)
  const rows = Array.from({ length: 3 }, (_, index) => ({
    digest_id: 1,
    due_at: index,
    verdict: 'no-stories' as const,
    issue_id: null,
    decided_at: index,
  }))
  await store.db.insertInto('cuts').values(rows).execute()
  const run = commandsOver(store)
  const some = await run('digest', 'cuts', 'morning', '--limit', '2')
  expect(some.out).toContain('"--limit 20" shows more')
  expect(some.value).toHaveLength(2)
  expect((await run('digest', 'cuts')).out).not.toContain('older')
})
