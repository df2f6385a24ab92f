import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startBroadsheet, type Ended } from '../../support/process.ts'
import { at, digest, openWorld, publish, reader, topics } from '../../support/world.ts'

test('simulate tells the coming mails by hour, and what another hour of the digest would change', { timeout: 60_000 }, async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-simulate-'))
  const DATABASE_URL = `sqlite:${join(cwd, 'broadsheet.db')}`
  const world = await openWorld(DATABASE_URL)
  await topics(world, 'world')
  await digest(world)
  await reader(world, 'david@example.com', { hour: { zone: 'UTC', minute: 450, weekdays: 127 } })
  for (const day of ['20', '21', '22', '23']) await publish(world, { key: day }, at(`2026-03-${day}T05:00:00Z`))
  await world.close()
  const run = (...args: string[]): Promise<Ended> =>
    startBroadsheet({ args: ['--at', '2026-03-24T00:00:00Z', ...args], cwd, env: { DATABASE_URL } }).ended

  const looked = await run('simulate', '--days', '2', '--by', 'hour')
  expect(looked).toMatchObject({ code: 0, stderr: '' })
  expect(looked.stdout).toMatch(/^2 mails to 1 readers/)
  expect(looked.stdout).toMatch(/2026-03-24 +07:00 +morning +1 +/)

  const changed = await run('simulate', '--days', '2', '--set', 'digest.morning.hour=08:00')
  expect(changed.stdout).toMatch(/2026-03-24 +07:00 +morning +1 +0 +-1/)
  const refused = await run('simulate', '--set', 'digest.mornign.hour=08:00')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no digest "mornign"') as string })
})
