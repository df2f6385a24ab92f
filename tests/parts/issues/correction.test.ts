import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { addressDue, addressIssue } from '../../../src/flow/address-issue.ts'
import { approveIssue } from '../../../src/flow/approve-issue.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { correctIssue } from '../../../src/flow/issues/correct-issue.ts'
import { editIssue } from '../../../src/flow/issues/edit-issue.ts'
import { holdIssue } from '../../../src/flow/issues/hold-issue.ts'
import { startCorrection } from '../../../src/flow/issues/start-correction.ts'
import { previewIssue } from '../../../src/flow/preview-issue.ts'
import { readMail } from '../../../src/flow/read-mail.ts'
import { reclaim } from '../../../src/flow/reclaim.ts'
import { replayIssue } from '../../../src/flow/replay-issue.ts'
import { resumeIssue } from '../../../src/flow/resume-issue.ts'
import { findIssue } from '../../../src/store/issues.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { anotherSender, AT_NOON, issueAt, openSending, withSend, type Sending } from '../deliver/sending.ts'

const EDITOR = { id: null, name: 'Aiko' }
const READERS = [
  'aiko@tokyo.example',
  'david@london.example',
  'rosa@saopaulo.example',
  'wei@shanghai.example',
  'layla@cairo.example',
  'sven@oslo.example',
]

const OLD = 'A quieter harbour'
const NEW = 'A louder harbour'

/** As an editor does it: hold the issue, mend the story, go on with the new wording. */
async function correct({ store, context }: Sending): Promise<void> {
  await holdIssue(store, { issueId: 1, why: 'a mistake' }, EDITOR, NOON)
  await publish(store, { key: 'harbour', title: NEW })
  const corrected = await correctIssue(store, { issueId: 1 }, EDITOR, { publication: context.publication, now: NOON })
  expect(corrected).toMatchObject({ ok: true, printing: 2, stories: 1, hasNewWords: false })
  await resumeIssue(store, 1, NOON, EDITOR)
}

/** Who got which wording, by what the mail server took. */
async function mailsOf({ server }: Sending): Promise<{ to: string; got: 'old' | 'new' | 'correction' }[]> {
  const told = server.accepted().map(async ({ to, raw }) => {
    const mail = await readMail(raw)
    const got = mail.subject.startsWith('Correction')
      ? ('correction' as const)
      : mail.text?.includes(NEW)
        ? ('new' as const)
        : ('old' as const)
    if (got !== 'new') expect(mail.text).toContain(got === 'old' ? OLD : NEW)
    return { to: to.join(), got }
  })
  return Promise.all(told)
}

async function sendCorrection({ store, context }: Sending, now: number): Promise<number> {
  const started = await startCorrection(store, 1, EDITOR, now)
  if (!started.ok) throw new Error(started.reason)
  await approveIssue(store, { issueId: started.issueId, by: EDITOR, releaseAt: now }, context.publication, now)
  return started.issueId
}

const throwIt = (_: unknown, error: unknown): never => {
  throw error
}

/** When the correction comes, and when a sender dies: at which mail, and whether its barrier was passed and its dot left. */
const CASES = [
  { at: 0, moment: 'before' as const, dies: undefined },
  { at: 0, moment: 'after' as const, dies: { at: 1, hasLeft: true } },
  { at: 3, moment: 'before' as const, dies: { at: 4, hasLeft: true } },
  { at: 3, moment: 'after' as const, dies: { at: 2, hasLeft: false } },
  { at: 5, moment: 'after' as const, dies: undefined },
]

describe.each(eachDatabase)('a correction while an issue goes out, on $name', ({ url }) => {
  test.each(CASES)('at mail $at, $moment the barrier, a sender dying: $dies', async ({ at, moment, dies }) => {
    await using sending = await openSending(await url(), { readers: READERS, lines: 1 })
    let count = -1
    const troubled = withSend(sending, (send) => async (message, barrier) => {
      const index = ++count
      if (dies?.at === index && !dies.hasLeft) return new Promise(() => undefined)
      const result = await send(message, async () => {
        if (index === at && moment === 'before') await correct(sending)
        const isOurs = await barrier()
        if (index === at && moment === 'after') await correct(sending)
        return isOurs
      })
      return dies?.at === index ? new Promise(() => undefined) : result
    })
    const run = makePump(troubled, 1).deliverDue(new AbortController().signal)
    if (dies) await Promise.race([run, new Promise((resolve) => setTimeout(resolve, 1000))])
    else await run
    if (count < at) await correct(sending)

    await using second = await anotherSender(sending)
    for (const minutes of [21, 42, 63]) {
      second.setClock(NOON + minutes * MINUTE)
      await reclaim(second.store, NOON + minutes * MINUTE)
      await second.run()
    }
    const first = await mailsOf(sending)
    expect(first.map(({ to }) => to).sort()).toEqual(READERS.toSorted())
    const old = first.filter(({ got }) => got === 'old').map(({ to }) => to)
    // From the new printing on, no mail of the old one passes the barrier.
    if (moment === 'before' && !dies) expect(old).toHaveLength(at)
    const deliveries = await sending.deliveries()
    const people = await sending.store.db.selectFrom('subscribers').select(['id', 'address']).execute()
    const recorded = deliveries
      .filter(({ printing }) => printing === 1)
      .map((one) => people.find(({ id }) => id === one.subscriber_id)?.address)
    expect(recorded.sort()).toEqual(old.toSorted())

    const later = NOON + 2 * HOUR
    second.setClock(later)
    if (old.length === 0)
      return expect(await startCorrection(second.store, 1, EDITOR, later)).toMatchObject({ ok: false, reason: 'nobody' })
    const id = await sendCorrection(second, later)
    const issue = await findIssue(second.store.db, id)
    // One reader at a time, and whoever does it dies after each.
    for (let step = 0; issue && step < READERS.length; step++)
      await addressIssue(second.store, (await findIssue(second.store.db, id)) ?? issue, { now: later, size: 1 })
    await second.run()
    const all = await mailsOf(sending)
    expect(
      all
        .filter(({ got }) => got === 'correction')
        .map(({ to }) => to)
        .sort(),
    ).toEqual(old.toSorted())
    expect(all).toHaveLength(READERS.length + old.length)
    expect(second.faults).toEqual([])
  })

  test('goes to nobody whose mail had nothing of what changed; what was sent is replayed byte for byte, each as it was', async () => {
    await using sending = await openSending(await url(), { readers: READERS.slice(0, 2) })
    const { store, context } = sending
    await sending.run()
    await topics(store, 'sport')
    await reader(store, 'rosa@saopaulo.example', { hour: AT_NOON, topics: ['sport'] })
    await publish(store, { key: 'harbour2', title: OLD })
    await publish(store, { key: 'match', title: 'A match', topics: ['sport'] })
    await issueAt(store, 'morning', NOON + 1)
    sending.setClock(NOON + 24 * HOUR)
    await sending.run()
    await holdIssue(store, { issueId: 2, why: '' }, EDITOR, NOON)
    await publish(store, { key: 'harbour2', title: NEW })
    await correctIssue(store, { issueId: 2 }, EDITOR, { publication: context.publication, now: NOON })
    await resumeIssue(store, 2, NOON)
    const started = await startCorrection(store, 2, EDITOR, NOON + 25 * HOUR)
    expect(started).toMatchObject({ ok: true, readers: 2 })
    for (const { to, raw } of sending.server.accepted().slice(2)) {
      const replayed = await replayIssue(store.db, { issueId: 2, as: to.join() }, context.publication)
      expect(replayed.ok && Buffer.concat(replayed.message.raw).toString()).toBe(raw.toString())
    }
    const shown = await previewIssue(store.db, { what: '3', as: READERS[0] ?? '' }, PUBLICATION, NOON + 25 * HOUR)
    const mail = shown.ok ? await readMail(Buffer.concat(shown.message.raw)) : undefined
    expect(mail?.subject).toBe('Correction: Morning of 10 March 2026')
    expect(mail?.text).toContain(NEW)
    expect(await previewIssue(store.db, { what: '3', as: 'rosa@saopaulo.example' }, PUBLICATION, NOON)).toMatchObject({ ok: false })
  })

  test('new words concern every reader; without a hold, or without anything new, nothing is printed anew', async () => {
    await using sending = await openSending(await url(), { readers: READERS.slice(0, 2) })
    const { store, context } = sending
    const with_ = { publication: context.publication, now: NOON }
    await sending.run()
    expect(await correctIssue(store, { issueId: 1 }, EDITOR, with_)).toEqual({ ok: false, reason: 'not-held' })
    await holdIssue(store, { issueId: 1, why: '' }, EDITOR, NOON)
    expect(await correctIssue(store, { issueId: 1 }, EDITOR, with_)).toEqual({ ok: false, reason: 'nothing-new' })
    const said = await editIssue(
      store,
      { issueId: 1, edit: { kind: 'introduction', language: 'en', text: 'The **right** date.' } },
      EDITOR,
      NOON,
    )
    expect(said).toMatchObject({ ok: true })
    expect(await correctIssue(store, { issueId: 1, seen: 'another' }, EDITOR, with_)).toEqual({ ok: false, reason: 'changed-meanwhile' })
    expect(await correctIssue(store, { issueId: 1 }, EDITOR, with_)).toMatchObject({ ok: true, printing: 2, stories: 0, hasNewWords: true })
    expect(await startCorrection(store, 1, EDITOR, NOON + 1)).toMatchObject({ ok: true, readers: 2 })
    await approveIssue(store, { issueId: 2, by: EDITOR, releaseAt: NOON }, context.publication, NOON + 2 * MINUTE)
    expect(await addressDue(store, NOON + 11 * MINUTE, throwIt)).toBe(2)
  })
})
