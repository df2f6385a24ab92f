import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import type { App } from '../../../src/app.ts'
import { addBriefingDeskCommands } from '../../../src/cli/briefing-desk.ts'
import type { Door } from '../../../src/cli/door.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, openWorld, PUBLICATION, topics } from '../../support/world.ts'
import { inEnglish } from '../../../src/render/in-english.ts'

/** The command line without a process of its own: what it answers, or what it says went wrong. */
function commandLine(store: Store): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const said: string[] = []
    const app = { store, publication: PUBLICATION, clock: () => NOON } as unknown as App
    const answer = (_: unknown, lines: string[]): void => void said.push(...lines)
    const door: Door = {
      withApp: (work) => work(app),
      withSettings: (work) => work(app),
      answer,
      answerEach: answer,
      answerBytes: () => undefined,
      fail: (message) => void said.push(`failed: ${inEnglish(message)}`),
      now: () => NOON,
    }
    const program = new Command('briefing')
    addBriefingDeskCommands(program, door)
    const before = process.exitCode
    await program.parseAsync(args, { from: 'user' })
    process.exitCode = before
    return said.join('\n')
  }
}

test('a briefing is imported, checked, moved, revised and restored from the command line', async () => {
  await using store = await openWorld((await eachDatabase[0]?.url()) ?? '')
  await topics(store, 'world')
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-briefings-'))
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const briefing = commandLine(store)
  const text = 'The upcoming feast on February 5, 2024 is near.'

  expect(await briefing('import', file('quay.html', `<h1>The quay</h1><p>${text}</p>`))).toContain('draft 1, “The quay”')
  expect(await briefing('import', join(folder, 'nothing.md'))).toMatch(/^failed: .*cannot be read/)
  expect(await briefing('publish', '1')).toBe('failed: It needs a topic before it can be published.')
  const whole = `---\ntitle: The quay is mended\nlanguage: en\nupdated: 2026-02-13\ntopics: world\n---\n${text}\n`
  expect(await briefing('save', '1', file('quay.md', whole))).toBe('Briefing 1 is at revision 2.')
  expect(await briefing('check', '1')).toMatch(/^must +body:1: “upcoming … February 5, 2024”/m)
  expect(await briefing('review', '1')).toBe('Briefing 1 is review.')
  expect(await briefing('schedule', '1', '2020-01-01T00:00:00Z')).toBe('failed: Choose a time to come.')
  expect(await briefing('schedule', '1', '2026-03-11T00:00:00Z')).toBe('Briefing 1 is review.')
  expect(await briefing('unschedule', '1')).toBe('Briefing 1 is review.')
  expect(await briefing('publish', '1')).toBe('Briefing 1 is published.')
  expect(await briefing('withdraw', '1')).toContain('Briefing 1 is withdrawn.')
  expect(await briefing('bring-back', '1')).toBe('Briefing 1 is published.')
  expect(await briefing('restore', '1', '1')).toContain('as revision 3')
  expect(await briefing('revisions', '1')).toMatch(/3 +\S+ +command line +The quay/)
  expect(await briefing('check', '9')).toContain('failed: There is no briefing 9.')
  expect(await store.db.selectFrom('audit').select('actor').distinct().execute()).toEqual([{ actor: 'command line' }])
})
