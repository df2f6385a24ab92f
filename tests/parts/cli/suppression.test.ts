import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { feedbackAddress } from '../../../src/mail/report-address.ts'
import { inTransaction } from '../../../src/store/in-transaction.ts'
import { holdSuppressions, openBreaker } from '../../../src/store/breakers.ts'
import { addToReputation, hourOf } from '../../../src/store/reputation.ts'
import { keepUnmatched } from '../../../src/store/unmatched-reports.ts'
import { startBroadsheet, type Ended } from '../../support/process.ts'
import { NOON, openWorld, PUBLICATION, SECRET } from '../../support/world.ts'

/** A database in which two receivers are held, one report is nobody's, and too many readers of a third have complained. */
async function openFolder(): Promise<{ cwd: string; run: (...args: string[]) => Promise<Ended> }> {
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-suppression-'))
  const DATABASE_URL = `sqlite:${join(cwd, 'broadsheet.db')}`
  const env = { DATABASE_URL, SECRET, BOUNCE_DOMAIN: PUBLICATION.bounceDomain }
  await using store = await openWorld(DATABASE_URL)
  await inTransaction(store.db, async (tx) => {
    for (const receiver of ['broken.example', 'gone.example']) {
      await openBreaker(tx, { receiver, dead: 10, gone: 12 }, NOON)
      const held = { receiver, note: '550 5.1.1 User unknown', heard: 'report' as const, deliveryId: null, at: NOON }
      await holdSuppressions(tx, [{ ...held, canonical: `aiko@${receiver}` }])
    }
    const raw = Buffer.from('It came to nobody.')
    await keepUnmatched(tx, { received_at: NOON, via: 'smtp', provider: null, recipient: 'b-1-abc@broadsheet.example', why: 'forged', raw })
    const counts = { hour: hourOf(NOON), receiver: 'cairo.example', accepted: 1000, complained: 4 }
    await addToReputation(tx, 'broadsheet.example', [counts])
  })
  return { cwd, run: (...args) => startBroadsheet({ args: ['--at', '2026-03-10T13:00:00Z', ...args], cwd, env }).ended }
}

test('suppression, report list and reputation do from the command line what they say, and doctor sees what waits', async () => {
  const { cwd, run } = await openFolder()
  const said = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...args)
    expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' })
    return stdout
  }
  // What only looks runs side by side.
  const [held, addresses, unmatched, reputation, doctor] = await Promise.all([
    said('suppression', 'held'),
    said('suppression', 'held', '--domain', 'broken.example'),
    said('report', 'list', '--unmatched'),
    said('reputation'),
    run('doctor'),
  ])
  expect(held).toMatch(/broken\.example +2026-03-10T12:00:00Z +10 of 12 +1\n/)
  expect(addresses).toMatch(/aiko@broken\.example +2026-03-10T12:00:00Z +550 5\.1\.1 User unknown/)
  expect(unmatched).toMatch(/smtp +b-1-abc@broadsheet\.example +forged +18\n2026-03-10: unmatched 1/)
  expect(reputation).toMatch(/broadsheet\.example +cairo\.example +1000 +0 % +0 % +0\.4 %/)
  expect(reputation).toContain('Over the limit: broadsheet.example to cairo.example over 1 days: 0.4 % complaints, 0.3 % is never')
  expect(doctor.code).toBe(1)
  expect(doctor.stdout).toMatch(
    /warning +held +Held until somebody decides: 1 addresses of broken\.example; 1 addresses of gone\.example\./,
  )
  expect(doctor.stdout).toMatch(/FAULT +reputation +Rates are near or over.*0\.4 % complaints at cairo\.example over 1 days/)

  writeFileSync(join(cwd, 'old.csv'), 'address,reason,note\nwei@shanghai.example,hard,=gone\nnobody,,\n')
  const [applied, dropped, added, imported] = await Promise.all([
    said('suppression', 'apply', '--domain', 'broken.example', '--by', 'Layla'),
    said('suppression', 'drop', '--domain', 'gone.example'),
    said('suppression', 'add', 'Rosa@SaoPaulo.example', '--why', 'asked by telephone', '--by', 'David'),
    said('suppression', 'import', 'old.csv', '--why', 'the old system', '--by', 'Layla'),
  ])
  expect(applied).toContain('1 addresses of broken.example are suppressed')
  expect(dropped).toContain('1 addresses of gone.example are written to as before')
  expect(added).toContain('rosa@saopaulo.example is written to no more')
  expect(imported).toMatch(/1 suppressed.*1 are wrong[^]*line 3/)

  const [listed, exported, refused, complaints] = await Promise.all([
    said('suppression', 'list'),
    said('suppression', 'export'),
    run('suppression', 'lift', 'rosa@saopaulo.example'),
    said('report', 'address'),
  ])
  expect(listed).toMatch(/aiko@broken\.example +hard +\S+ +\S+ +550 5\.1\.1 User unknown/)
  expect(listed).toMatch(/rosa@saopaulo\.example +manual +\S+ +David +asked by telephone/)
  expect(exported).toContain('wei@shanghai.example,hard,')
  expect(exported).toContain("'=gone")
  expect(listed + exported).not.toContain('gone.example')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--why') as string })
  expect(complaints).toBe(`${feedbackAddress(PUBLICATION)}\n`)

  expect(await said('suppression', 'lift', 'rosa@saopaulo.example', '--why', 'asked to come back')).toContain('(manual)')
}, 180_000)
