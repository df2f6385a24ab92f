import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { keepAlive, sayGoodbye } from '../../../src/flow/keep-alive.ts'
import { keepFindings } from '../../../src/flow/doctor/keep-findings.ts'
import { countWaiting, listHoursOfMail, listIssuesDue, listIssuesGoing } from '../../../src/store/listings/front.ts'
import { listProcesses } from '../../../src/store/listings/processes.ts'
import { addToReputation } from '../../../src/store/reputation.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, openWorld } from '../../support/world.ts'
import { browse } from './desk-site.ts'
import { openFurnished } from './furnished-site.ts'
import { saying } from '../../../src/domain/saying.ts'

const BEAT = { host: 'tokyo-1', pid: 7, roles: ['sender'], version: '1', startedAt: NOON, troubles: 0, lastTrouble: null }

describe.each(eachDatabase)('what the front page stands on, on $name', ({ url }) => {
  test('a process is silent when it is not heard of for a minute, and gone when it said goodbye', async () => {
    await using world = await openWorld(await url())
    await keepAlive(world, { ...BEAT, run: 'a' }, NOON)
    await keepAlive(world, { ...BEAT, run: 'b' }, NOON)
    await keepAlive(world, { ...BEAT, run: 'b', troubles: 2 }, NOON + MINUTE)
    const seen = await listProcesses(world.db, NOON + 90_000)
    expect(seen.map(({ run, isSilent, troubles }) => [run, isSilent, troubles])).toEqual([
      ['b', false, 2],
      ['a', true, 0],
    ])
    await sayGoodbye(world, 'a')
    await keepAlive(world, { ...BEAT, run: 'c' }, NOON + 8 * DAY)
    expect((await listProcesses(world.db, NOON)).map(({ run }) => run)).toEqual(['c'])
  })

  test('hours of mail are added up over receivers and senders, and nothing waits in an empty house', async () => {
    await using world = await openWorld(await url())
    const one = { hour: NOON, receiver: 'gmail.com', accepted: 5, refused: 1 }
    await addToReputation(world.db, 'a.example', [one, { ...one, receiver: 'x.example' }])
    await addToReputation(world.db, 'a.example', [{ ...one, hour: NOON - 2 * HOUR, complained: 1 }])
    expect(await listHoursOfMail(world.db, NOON - HOUR)).toEqual([{ hour: NOON, accepted: 10, refused: 2, bounced: 0, complained: 0 }])
    expect(await countWaiting(world.db)).toEqual({ drafts: 0, heldIssues: 0, doubtful: 0, heldAddresses: 0, unmatched: 0 })
    expect(await listIssuesDue(world.db, { from: 0, until: NOON })).toEqual([])
    expect(await listIssuesGoing(world.db, 0)).toEqual([])
  })
})

test('the front page shows today’s issues, what is being sent, what needs a person, and who does what', async () => {
  await using site = await openFurnished()
  await site.store.db.updateTable('deliveries').set({ state: 'doubtful' }).execute()
  await keepAlive(site.store, { ...BEAT, run: 'a', lastTrouble: '454 no' }, NOON)
  await keepFindings(
    site.store,
    [{ id: 'spf', state: 'fault', message: saying('doctor.spf-missing', { domain: 'a.example' }), todo: saying('doctor.spf-join') }],
    NOON,
  )
  await addToReputation(site.store.db, 'a.example', [{ hour: NOON, receiver: 'gmail.com', accepted: 1234 }])
  const viewer = browse(site)
  await viewer.signIn('viewer@example.com')
  const { body } = await viewer.get('/desk')
  expect(body).toMatch(/href="\/desk\/issues\/1"[^>]*>Morning 1</)
  expect(body).toMatch(/href="\/desk\/doubtful"><span class="todo-count text-yellow">1<\/span><span>doubtful delivery to settle/)
  expect(body).toMatch(/1<\/span><span>fault that keeps mail/)
  expect(body).toMatch(/1<\/span><span>process cannot send/)
  expect(body).toMatch(/<dt>Accepted<\/dt><dd><a href="\/desk\/mails\?kind=accepted">1,234<\/a><\/dd>/)
  expect(body).toMatch(/Sender<\/h3>[^]*1 process is alive[^]*tokyo-1 7/)
  expect(body).toMatch(/Planner<\/h3>[^]*No process does this/)
})
