import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { faultsOf, read } from '../support/captured.ts'
import { eachDatabase } from '../support/databases.ts'
import { startBroadsheet } from '../support/process.ts'
import { realBriefing } from '../support/real-briefing.ts'
import { startSmtpServer, type SmtpServer } from '../support/smtp-server.ts'

const SAMPLE = realBriefing()

// Rosa follows another topic. Hours are seven in the morning, each in the reader's own zone.
const READERS = [
  { address: 'aiko@tokyo.example', zone: 'Asia/Tokyo', language: 'en', topics: 'us-politics', due: '2026-03-10T22:00:00Z' },
  { address: 'david@london.example', zone: 'Europe/London', language: 'en', topics: 'us-politics,sport', due: '2026-03-10T07:00:00Z' },
  { address: 'rosa@saopaulo.example', zone: 'America/Sao_Paulo', language: 'en', topics: 'sport', due: undefined },
  { address: 'wei@shanghai.example', zone: 'Asia/Shanghai', language: 'zh,en', topics: 'us-politics', due: '2026-03-10T23:00:00Z' },
  { address: 'layla@cairo.example', zone: 'Africa/Cairo', language: 'ar,en', topics: 'us-politics', due: '2026-03-10T05:00:00Z' },
]

describe.each(eachDatabase)('the main job on $name', ({ url }) => {
  test('a real briefing reaches every reader of its topic once, at that reader’s own hour, and nobody else', async () => {
    await using server = await startSmtpServer()
    const broadsheet = await commandLine(await url(), server)
    await setUp(broadsheet)

    const composed = await broadsheet('issue', 'compose', 'morning', '--at', '2026-03-10T00:00:00Z')
    expect(composed).toMatchObject({ ok: true, number: 1, stories: 1 })
    await broadsheet('issue', 'approve', '1', '--at', '2026-03-10T00:05:00Z')

    const arrivals = READERS.filter(({ due }) => due !== undefined).sort((a, b) => String(a.due).localeCompare(String(b.due)))
    for (const { address, due = '' } of arrivals) {
      const before = new Date(Date.parse(due) - 60_000).toISOString()
      const already = server.messages.length
      await broadsheet('run', '--until-idle', '--at', before)
      expect(server.messages.length, `nobody gets mail at ${before}`).toBe(already)
      await broadsheet('run', '--until-idle', '--at', due)
      expect(server.messages.slice(already).map(({ to }) => to)).toEqual([[address]])
    }
    await broadsheet('run', '--until-idle', '--at', '2026-03-12T00:00:00Z')
    expect(server.messages).toHaveLength(4)
    expect(await broadsheet('issue', 'list')).toMatchObject([
      { readers: { addressed: 4, 'no-story-on-a-topic': 1 }, deliveries: { accepted: 4 } },
    ])
    await checkMessages(server)
  })
})

async function setUp(broadsheet: CommandLine): Promise<void> {
  const at = ['--at', '2026-03-09T20:00:00Z']
  await broadsheet(
    'topic',
    'add',
    'us-politics',
    '--name',
    'en=U.S. politics',
    '--name',
    'zh=美国政治要闻',
    '--name',
    'ar=السياسة الأمريكية',
    ...at,
  )
  await broadsheet('topic', 'add', 'sport', '--name', 'en=Sport', '--name', 'zh=体育', '--name', 'ar=الرياضة', ...at)
  const names = ['--name', 'en=Morning Briefing', '--name', 'zh=晨间简报', '--name', 'ar=موجز الصباح']
  await broadsheet('digest', 'add', 'morning', ...names, '--hour', '04:00', '--approval', 'person', ...at)
  for (const { address, zone, language, topics } of READERS) {
    const choices = ['--topics', topics, '--hour', '07:00', '--zone', zone, '--language', language]
    await broadsheet('subscriber', 'add', address, '--digest', 'morning', ...choices, ...at)
  }
  expect(await broadsheet('briefing', 'add', SAMPLE, ...at)).toMatchObject([{ ok: true, verdict: 'new' }])
  expect(await broadsheet('briefing', 'add', '--topic', 'us-politics', SAMPLE, ...at)).toMatchObject([{ ok: true, verdict: 'unchanged' }])
}

async function checkMessages(server: SmtpServer): Promise<void> {
  for (const { raw, to, from } of server.messages) {
    const [recipient = ''] = to
    expect(faultsOf(raw, { recipient, envelope: { from, to }, dkim: 'absent' }), recipient).toEqual([])
    const { subject, html = '', text = '' } = await read(raw)
    expect(subject).toContain('Ukraine')
    for (const body of [html, text]) expect(body).toContain('Ukraine Security Guarantees')
  }
  const layla = server.messages.find(({ to }) => to.includes('layla@cairo.example'))
  expect((await read(layla?.raw ?? Buffer.alloc(0))).html).toMatch(/<html[^>]* lang="ar" dir="rtl"/)
}

type CommandLine = (...args: string[]) => Promise<unknown>

/** Runs one command of our own as people do, in a process of its own, and gives back what it answers in JSON. */
async function commandLine(databaseUrl: string, server: SmtpServer): Promise<CommandLine> {
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-journey-'))
  return async (...args) => {
    const ended = await startBroadsheet({ args: [...args, '--json'], cwd, env: { DATABASE_URL: databaseUrl, SMTP_URL: server.url } }).ended
    if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${String(ended.code)}:\n${ended.stderr}`)
    return JSON.parse(ended.stdout) as unknown
  }
}
