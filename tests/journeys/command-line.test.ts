import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realBriefing } from '../support/real-briefing.ts'
import { startBroadsheet, type Ended } from '../support/process.ts'

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
    await run('briefing', 'add', STORY_FILE, '--topic', 'science', 'cities', 'culture')
    await run('issue', 'compose', 'morning-briefing')
    const ended = await run('run', '--until-idle', '--at', Temporal.Now.instant().add({ hours: 24 }).toString())
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/The mail server cannot be used/)
    const waiting = await run('delivery', 'list', '--state', 'queued', '--json')
    expect((JSON.parse(waiting.stdout) as unknown[]).length).toBeGreaterThan(0)
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
