import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue, approveIssue } from '../../../src/flow/approve-issue.ts'
import { composeDigest, composeDue } from '../../../src/flow/compose-issue.ts'
import { editIssue, type IssueEdit } from '../../../src/flow/issues/edit-issue.ts'
import { holdIssue } from '../../../src/flow/issues/hold-issue.ts'
import { sendNow } from '../../../src/flow/issues/send-now.ts'
import { skipDate, skipIssue } from '../../../src/flow/issues/skip-issue.ts'
import { stopIssue } from '../../../src/flow/issues/stop-issue.ts'
import { unapproveIssue } from '../../../src/flow/issues/unapprove-issue.ts'
import { previewIssue } from '../../../src/flow/preview-issue.ts'
import { readMail } from '../../../src/flow/read-mail.ts'
import { resumeIssue } from '../../../src/flow/resume-issue.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findIssue, listIssueStories } from '../../../src/store/issues.ts'
import { listDeeds } from '../../../src/store/listings/audit.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { AT_NOON, openSending, withSend } from '../deliver/sending.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'

const EDITOR = { id: null, name: 'Aiko' }
const READERS = ['aiko@tokyo.example', 'david@london.example', 'rosa@saopaulo.example']
const throwIt = (_: unknown, error: unknown): never => {
  throw error
}

/** A draft of three stories, for readers at noon. */
async function openDraft(url: string) {
  const store = await openWorld(url)
  await topics(store, 'world', 'sport')
  await digest(store, { approval: 'person' })
  for (const key of ['a', 'b', 'c']) await publish(store, { key, title: `Story ${key}`, topics: [key === 'c' ? 'sport' : 'world'] })
  for (const address of READERS) await reader(store, address, { hour: AT_NOON, topics: ['world', 'sport'] })
  await composeDigest(store, 'morning', NOON)
  return store
}

const edit = (store: Store, wanted: IssueEdit, changes?: number) => editIssue(store, { issueId: 1, edit: wanted, changes }, EDITOR, NOON)
const approve = (store: Store, seen?: string) => approveIssue(store, { issueId: 1, by: EDITOR, releaseAt: NOON, seen }, PUBLICATION, NOON)
const orderIn = async (store: Store): Promise<number[]> => (await listIssueStories(store.db, 1)).map(({ briefingId }) => briefingId)
const subjectFor = async (store: Store, as = 'aiko@tokyo.example'): Promise<string | undefined> => {
  const shown = await previewIssue(store.db, { what: '1', as }, PUBLICATION, NOON)
  return shown.ok ? (await readMail(Buffer.concat(shown.message.raw))).subject : shown.reason
}

describe.each(eachDatabase)('an issue in the hands of its editors, on $name', ({ url }) => {
  test('order, pin, leave out, subject and introduction change the draft, each recorded; what was approved stays', async () => {
    await using store = await openDraft(await url())
    expect(await edit(store, { kind: 'order', order: [3, 1, 2] })).toEqual({ ok: true, changes: 1 })
    await edit(store, { kind: 'pin', briefingId: 2 })
    expect(await orderIn(store)).toEqual([2, 3, 1])
    await edit(store, { kind: 'leave-out', briefingId: 3 })
    await edit(store, { kind: 'move', briefingId: 1, by: -1 })
    expect(await orderIn(store)).toEqual([1, 2])
    await edit(store, { kind: 'bring-back', briefingId: 3 })
    await edit(store, { kind: 'move-topic', topicId: 2, by: -1 })
    expect(await orderIn(store)).toEqual([3, 1, 2])
    expect(await subjectFor(store)).toBe('Story c and 2 more')
    await edit(store, { kind: 'subject', language: 'en', text: 'Our best week' })
    await edit(store, { kind: 'introduction', language: 'en', text: 'Read **this** first: [here](https://example.org/a).' })
    expect(await subjectFor(store)).toBe('Our best week')
    expect(await edit(store, { kind: 'pin', briefingId: 1 }, 3)).toEqual({ ok: false, reason: 'changed-meanwhile' })
    expect(await edit(store, { kind: 'order', order: [3, 1] })).toEqual({ ok: false, reason: 'no-such-story' })
    expect(await approve(store, 'a hash that nobody showed')).toEqual({ ok: false, reason: 'changed-meanwhile' })
    expect(await approve(store)).toMatchObject({ ok: true })
    expect(await edit(store, { kind: 'subject', language: 'en', text: 'Another' })).toEqual({ ok: false, reason: 'not-draft' })
    await addressDue(store, NOON, throwIt)
    const shown = await previewIssue(store.db, { what: '1', as: 'aiko@tokyo.example' }, PUBLICATION, NOON)
    const mail = shown.ok ? await readMail(Buffer.concat(shown.message.raw)) : undefined
    expect(mail?.text).toContain('Read this first: here (https://example.org/a).')
    expect(mail?.html).toContain('<strong>this</strong>')
    const deeds = (await listDeeds(store.db, { limit: 20 })).map(({ action }) => action)
    expect(deeds).toContain('issue.leave-out')
    expect(deeds).toContain('issue.approve')
  })

  test('the yes can be taken back until a mail has left: nobody has a delivery, and another yes sends it as it is then', async () => {
    await using store = await openDraft(await url())
    await approve(store)
    await addressDue(store, NOON, throwIt)
    expect(await unapproveIssue(store, 1, EDITOR, NOON)).toEqual({ ok: true })
    for (const table of ['deliveries', 'issue_tallies', 'issue_hours', 'issue_parts'] as const)
      expect([table, await store.db.selectFrom(table).selectAll().execute()]).toEqual([table, []])
    expect(await approveDue(store, PUBLICATION, NOON, throwIt)).toBe(0)
    await edit(store, { kind: 'leave-out', briefingId: 1 })
    await approve(store)
    expect(await addressDue(store, NOON, throwIt)).toBe(3)
    expect((await store.db.selectFrom('deliveries').select('low').execute()).map(({ low }) => low)).toEqual([3, 3, 3])
  })

  test('against a sender, either the mail leaves and the yes stays, or the yes is taken back and no mail leaves', async () => {
    for (const moment of ['before', 'after'] as const) {
      await using sending = await openSending(await url(), { readers: READERS, lines: 1 })
      const answers: unknown[] = []
      const troubled = withSend(
        sending,
        (send) => (message, barrier) =>
          send(message, async () => {
            if (moment === 'before') answers.push(await unapproveIssue(sending.store, 1, EDITOR, NOON))
            const isOurs = await barrier()
            if (moment === 'after') answers.push(await unapproveIssue(sending.store, 1, EDITOR, NOON))
            return isOurs
          }),
      )
      await makePump(troubled, 1).deliverDue(new AbortController().signal)
      const refused = { ok: false, reason: expect.stringMatching(/in-hand|left/) as string }
      expect(answers).toEqual(READERS.map(() => refused))
      expect(sending.server.messages).toHaveLength(3)
      expect(await unapproveIssue(sending.store, 1, EDITOR, NOON)).toEqual({ ok: false, reason: 'left' })
    }
  })

  test('a hold keeps a draft from the clock and mails from going; a stop withholds them, and going on sends each once', async () => {
    await using sending = await openSending(await url(), { readers: READERS })
    const { store } = sending
    await holdIssue(store, { issueId: 1, why: 'wait' }, EDITOR, NOON)
    expect(await holdIssue(store, { issueId: 1, why: '' }, EDITOR, NOON)).toEqual({ ok: false, reason: 'held-already' })
    await sending.run()
    expect(sending.server.messages).toEqual([])
    await stopIssue(store, 1, EDITOR, NOON)
    const states = async () => (await sending.deliveries()).map(({ state, reason }) => `${state} ${reason ?? ''}`)
    expect(await states()).toEqual(READERS.map(() => 'withheld stopped by Aiko'))
    expect(await resumeIssue(store, 1, NOON, EDITOR)).toEqual({ ok: true })
    await sending.run()
    expect(sending.server.messages.map(({ to }) => to.join()).sort()).toEqual(READERS)
  })

  test('what a sender has in hand when an issue is stopped is withheld, too', async () => {
    await using sending = await openSending(await url(), { readers: READERS.slice(0, 1), lines: 1 })
    const before = withSend(sending, (send) => (message, barrier) => send(message, barrier))
    const asks = sending.store
    await holdIssue(asks, { issueId: 1, why: '' }, EDITOR, NOON)
    await asks.db.updateTable('issues').set({ held_reason: 'stopped by Aiko' }).execute()
    await makePump(before, 1).deliverDue(new AbortController().signal)
    expect((await sending.deliveries()).map(({ state }) => state)).toEqual(['withheld'])
  })

  test('sent now, it goes at once to all whose hour is still to come', async () => {
    await using store = await openDraft(await url())
    const early: Instant = NOON + MINUTE
    expect(await sendNow(store, { issueId: 1 }, EDITOR, { publication: PUBLICATION, now: early })).toEqual({ ok: true, mails: 3 })
    expect((await store.db.selectFrom('deliveries').select('next_at').execute()).every(({ next_at }) => next_at === early)).toBe(true)
    await holdIssue(store, { issueId: 1, why: '' }, EDITOR, NOON)
    expect(await sendNow(store, { issueId: 1 }, EDITOR, { publication: PUBLICATION, now: early })).toMatchObject({
      ok: false,
      reason: 'held',
    })
  })

  test('a skipped draft gives its stories to the next issue; a skipped date is not cut', async () => {
    await using store = await openDraft(await url())
    expect(await skipIssue(store, 1, EDITOR, NOON)).toEqual({ ok: true, storiesGoOn: true })
    expect((await findIssue(store.db, 1))?.state).toBe('skipped')
    expect(await skipDate(store, { digest: 'morning', date: '2026-03-11', isSkipped: true }, EDITOR, NOON)).toEqual({ ok: true })
    expect(await skipDate(store, { digest: 'morning', date: '2020-03-11', isSkipped: true }, EDITOR, NOON)).toMatchObject({ ok: false })
    expect(await composeDue(store, NOON + DAY - HOUR, throwIt)).toBe(0)
    expect(await composeDue(store, NOON + 2 * DAY - HOUR, throwIt)).toBe(1)
    expect((await listIssueStories(store.db, 2)).map(({ briefingId }) => briefingId)).toEqual([1, 2, 3])
    expect(await skipIssue(store, 1, EDITOR, NOON)).toEqual({ ok: false, reason: 'not-draft' })
  })

  test('a made-up reader sees what such a reader would get', async () => {
    await using store = await openDraft(await url())
    const as = { topicIds: [2], languages: ['en'], zone: 'Asia/Tokyo', minute: 420, format: 'text' as const, date: '2026-03-12' }
    const shown = await previewIssue(store.db, { what: '1', as }, PUBLICATION, NOON)
    expect(shown).toMatchObject({ ok: true, dueAt: Date.parse('2026-03-11T22:00:00Z'), stories: [{ briefingId: 3 }] })
    expect(await previewIssue(store.db, { what: '1', as: { ...as, languages: ['zh'] } }, PUBLICATION, NOON)).toMatchObject({ ok: false })
  })
})
