import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realBriefing } from '../support/real-briefing.ts'
import { startBroadsheet, type Ended } from '../support/process.ts'
import { openWorld } from '../support/world.ts'

const STORY = `---
title: A story
standfirst: What it is about.
topics: [world]
language: en
---

## First

Some text.
`

const STORY_FILE = realBriefing()

function place(): { cwd: string; broadsheet: (...args: string[]) => Promise<Ended>; write: (name: string, text: string | Buffer) => void } {
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-cli-'))
  return {
    cwd,
    broadsheet: (...args) => startBroadsheet({ cwd, args }).ended,
    write: (name, text) => writeFileSync(join(cwd, name), text),
  }
}

describe('the command line', () => {
  test('of several files the right ones are stored, and what is wrong with the others is named by file and line', async () => {
    const { broadsheet, write } = place()
    write('good.md', STORY)
    write('date.md', STORY.replace('language: en', 'language: en\nupdated: 2026-02-30'))
    write('topic.md', STORY.replace('[world]', '[moon]'))
    write('picture.md', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))
    await broadsheet('topic', 'add', 'world')
    const ended = await broadsheet('briefing', 'add', 'date.md', 'good.md', 'topic.md', 'picture.md', 'missing.md', '--json')
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/^date\.md:6: .*2026-02-30/m)
    expect(ended.stderr).toMatch(/^topic\.md:\d+: .*"moon".*world/m)
    expect(ended.stderr).toMatch(/^picture\.md/m)
    expect(ended.stderr).toMatch(/^missing\.md: .*no such file/m)
    expect(JSON.parse(ended.stdout)).toMatchObject([
      { ok: false },
      { ok: true, verdict: 'new', title: 'A story' },
      { ok: false },
      { ok: false },
      { ok: false },
    ])
    const list = await broadsheet('briefing', 'list', '--json')
    expect(JSON.parse(list.stdout)).toMatchObject([{ title: 'A story', topics: ['world'] }])
  })

  test('a draft is published by adding it again without --draft', async () => {
    const { broadsheet, write } = place()
    write('good.md', STORY)
    await broadsheet('topic', 'add', 'world')
    expect(JSON.parse((await broadsheet('briefing', 'add', 'good.md', '--draft', '--json')).stdout)).toMatchObject([{ verdict: 'new' }])
    expect(JSON.parse((await broadsheet('briefing', 'list', '--json')).stdout)).toMatchObject([{ state: 'draft' }])
    expect(JSON.parse((await broadsheet('briefing', 'add', 'good.md', '--json')).stdout)).toMatchObject([{ verdict: 'published' }])
  })

  test('a wrong option is refused on standard error with what it wants, and standard output stays clean', async () => {
    const { broadsheet } = place()
    const zone = await broadsheet('schedule', 'next', '--hour', '07:00', '--zone', 'Nowhere/Land', '--json')
    expect(zone).toMatchObject({ code: 1, stdout: '' })
    expect(zone.stderr).toMatch(/IANA time zone such as/)
    const at = await broadsheet('topic', 'list', '--at', 'yesterday')
    expect(at).toMatchObject({ code: 1, stdout: '' })
    expect(at.stderr).toMatch(/2026-11-22T07:00:00Z/)
    for (const { stderr } of [zone, at, await broadsheet('topic', 'list', '--at', '+275760-09-12T00:00:00Z')])
      expect(stderr).toMatch(/^error: option .*\n\(add --help to see what it takes\)\n$/)
  })

  test('the next hours are instants in UTC, across the night when the clocks change', async () => {
    const { broadsheet } = place()
    const ended = await broadsheet(
      'schedule',
      'next',
      '--hour',
      '07:00',
      '--zone',
      'Africa/Cairo',
      '--after',
      '2026-04-23T00:00:00Z',
      '--count',
      '3',
      '--json',
    )
    expect(JSON.parse(ended.stdout)).toEqual(['2026-04-23T05:00:00Z', '2026-04-24T04:00:00Z', '2026-04-25T04:00:00Z'])
  })

  test('a mail server that cannot be reached is said, and loses nothing', async () => {
    const { cwd } = place()
    const env = { SMTP_URL: 'smtp://127.0.0.1:1', PORT: '0' }
    const program = startBroadsheet({ cwd, env: { PORT: '0' } })
    await program.waitForLine(/5 mails have come/)
    await program.kill()
    const run = (...args: string[]) => startBroadsheet({ cwd, env, args }).ended
    await run('briefing', 'add', STORY_FILE, '--topic', 'science,cities', '--topic', 'culture')
    await run('issue', 'compose', 'morning-briefing')
    const ended = await run('run', '--until-idle', '--at', Temporal.Now.instant().add({ hours: 24 }).toString())
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/The mail server cannot be used/)
    const waiting = await run('delivery', 'list', '--state', 'queued', '--json')
    expect((JSON.parse(waiting.stdout) as unknown[]).length).toBeGreaterThan(0)
  })

  test('what is wrong with a command is said in plain words, and the command ends with 1', async () => {
    const { broadsheet, cwd } = place()
    const wrong = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await broadsheet(...args)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      return stderr
    }
    expect(await wrong('issue', 'approve', 'first')).toMatch(/Write a whole number/)
    expect(await wrong('briefing', 'add', cwd)).toMatch(/it is a folder/)
    expect(await wrong('serve', '--at', '2026-11-22T07:00:00Z')).toMatch(/real clock/)
    const input = '"david@example.com"\nrosa@example.com\n'
    const checked = await startBroadsheet({ cwd, args: ['address', 'check', '-'], input }).ended
    expect(checked).toMatchObject({ code: 1, stdout: '' })
    expect(checked.stderr).toMatch(/^Line 2 of standard input is no JSON string/)
  })

  test('the name of a file cannot steer the terminal', async () => {
    const { broadsheet, write } = place()
    write('\u001b[2Jstory.md', STORY.replace('[world]', '[moon]'))
    const ended = await broadsheet('briefing', 'add', '\u001b[2Jstory.md')
    expect(ended.stderr).toMatch(/^\uFFFD\[2Jstory\.md:\d+: There is no topic "moon"/)
  })

  test('a run in which something of ours went wrong does the rest and ends with 1', async () => {
    const { broadsheet, cwd } = place()
    await broadsheet('digest', 'add', 'broken', '--at', '2026-11-21T07:00:00Z')
    await using store = await openWorld(`sqlite:${join(cwd, 'data/broadsheet.db')}`)
    await store.db.updateTable('digests').set({ zone: 'Nowhere/Land' }).execute()
    const ended = await broadsheet('run', '--until-idle', '--at', '2026-11-22T07:00:00Z')
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/^1 steps went wrong/m)
  })

  test('help shows what stands when an option is left out as people write it', async () => {
    const { broadsheet } = place()
    expect((await broadsheet('subscriber', 'add', '--help')).stdout).toMatch(/own hour \(default: 07:00\)[^]*days \(default: daily\)/)
    expect((await broadsheet('digest', 'add', '--help')).stdout).not.toMatch(/default: (360|127|\{\}|\[\]|"")/)
  })

  test('--help teaches, and every command has a line of what it is for', async () => {
    const { broadsheet } = place()
    const help = await broadsheet('--help')
    for (const word of [
      'briefing',
      'topic',
      'digest',
      'subscriber',
      'issue',
      'delivery',
      'run',
      'serve',
      'migrate',
      'From a briefing to the inbox',
    ]) {
      expect(help.stdout).toContain(word)
    }
  })
})
