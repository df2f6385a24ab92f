import { describe, expect, test } from 'vitest'
import { freshPlace } from '../support/fresh-place.ts'
import { startBroadsheet } from '../support/process.ts'
import { realBriefing } from '../support/real-briefing.ts'
import { startSmtpServer } from '../support/smtp-server.ts'

const STORY = realBriefing()

// Every reader's own hour has come round since then.
const yesterday = (): string => Temporal.Now.instant().subtract({ hours: 23, minutes: 58 }).toString()

describe('npm start', () => {
  test('brings a digest to the inbox within twenty seconds, and does not send it again when it is started again', async () => {
    const { cwd, env, url } = await freshPlace()
    const startedAt = performance.now()
    await using first = startBroadsheet({ cwd, env })
    await first.waitForLine(/5 mails have come to/)
    expect(performance.now() - startedAt).toBeLessThan(20_000)
    const inbox = await (await fetch(`${url}/inbox`)).text()
    for (const address of ['aiko@tokyo.example', 'wei@shanghai.example', 'layla@cairo.example']) expect(inbox).toContain(address)

    const stopped = await first.kill('SIGTERM')
    expect(stopped).toMatchObject({ code: 0, signal: null })

    await using second = startBroadsheet({ cwd, env })
    await second.waitForLine(/Broadsheet is at/)
    const again = startBroadsheet({ cwd, env, args: ['delivery', 'list', '--json'] })
    const deliveries = JSON.parse((await again.ended).stdout) as { state: string; attempts: number }[]
    expect(deliveries.map(({ state, attempts }) => [state, attempts])).toEqual(Array.from({ length: 5 }, () => ['accepted', 1]))
    expect(await (await fetch(`${url}/inbox`)).text()).toContain('layla@cairo.example')
    expect(second.output()).not.toMatch(/sample/)
    expect((await second.kill('SIGINT')).code).toBe(0)
  })

  test('ends with 0 within ten seconds of SIGTERM, even when the mail server never answers', async () => {
    const { cwd, env } = await freshPlace()
    await using server = await startSmtpServer()
    server.answer({ at: 'dot' }, 'stay silent')
    const seed = startBroadsheet({ cwd, env })
    await seed.waitForLine(/5 mails have come to/)
    await seed.kill()
    await startBroadsheet({ cwd, env, args: ['briefing', 'add', STORY, '--topic', 'science,cities', '--topic', 'culture'] }).ended
    await startBroadsheet({ cwd, env, args: ['issue', 'compose', 'morning-briefing', '--at', yesterday()] }).ended
    await using program = startBroadsheet({ cwd, env: { ...env, SMTP_URL: server.url } })
    await expect.poll(() => server.messages.length, { timeout: 30_000 }).toBeGreaterThan(0)
    const toldAt = performance.now()
    expect(await program.kill('SIGTERM')).toMatchObject({ code: 0, signal: null })
    expect(performance.now() - toldAt).toBeLessThan(10_000)
  })

  test('names all mistakes in the settings together and ends with 1', async () => {
    const ended = await startBroadsheet({ env: { PORT: 'x', ROLES: 'cook' } }).ended
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/PORT: [^]*ROLES: /)
    expect(ended.stdout).toBe('')
  })

  test('a second process on the same SQLite file is refused in plain words, while the commands that read are not', async () => {
    const { cwd, env } = await freshPlace()
    await using first = startBroadsheet({ cwd, env })
    await first.waitForLine(/Broadsheet is at/)
    const second = await startBroadsheet({ cwd, env: { PORT: '0' } }).ended
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/Another Broadsheet process/)
    const reading = await startBroadsheet({ cwd, args: ['topic', 'list'] }).ended
    expect(reading.code).toBe(0)
    expect(reading.stdout).toMatch(/science/)
  })
})
