import { describe, expect, test } from 'vitest'
import { HOUR } from '../../../src/domain/instant.ts'
import type { BriefingFields } from '../../../src/domain/briefing-fields.ts'
import { approveIssue } from '../../../src/flow/approve-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { beginBriefing, emptyFields } from '../../../src/flow/editing/begin-briefing.ts'
import { publishScheduled, schedulePublication, takeStep } from '../../../src/flow/editing/move-briefing.ts'
import { restoreRevision } from '../../../src/flow/editing/restore-revision.ts'
import { saveBriefing } from '../../../src/flow/editing/save-briefing.ts'
import { addressIssue } from '../../../src/flow/address-issue.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findEdited } from '../../../src/store/edited-briefings.ts'
import { findIssue, listIssueStories } from '../../../src/store/issues.ts'
import { listDeskBriefings } from '../../../src/store/listings/edited-briefings.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, publish, reader, topics } from '../../support/world.ts'

const ROSA = { id: null, name: 'Rosa' }
const WEI = { id: null, name: '伟' }

const QUAY: BriefingFields = {
  ...emptyFields('en'),
  title: 'The quay is mended',
  standfirst: 'Boats may land again.',
  body: 'First.\n\nSecond.\n\nThird.',
  topics: ['world'],
}

async function openDesk(url: string) {
  const store = await openWorld(url)
  await topics(store, 'world', 'sport')
  await digest(store)
  const id = await beginBriefing(store, QUAY, ROSA, NOON)
  return { store, id, [Symbol.asyncDispose]: () => store.close() }
}

const said = async (store: Store, id: number) => (await findEdited(store.db, id))?.content

describe.each(eachDatabase)('a briefing at the desk on $name', ({ url }) => {
  test('is saved as revisions, and the same again is none', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    const wanted = { id, revision: 1, fields: { ...QUAY, body: 'All new.', topics: ['world', 'sport'], priority: '3' } }
    expect(await saveBriefing(store, wanted, ROSA, NOON)).toEqual({ ok: true, revision: 2, verdict: 'written' })
    expect(await saveBriefing(store, { ...wanted, revision: 2 }, ROSA, NOON)).toEqual({ ok: true, revision: 2, verdict: 'unchanged' })
    expect(await findEdited(store.db, id)).toMatchObject({ revision: 2, state: 'draft', filing: { priority: 3 } })
    expect((await findEdited(store.db, id))?.filing.topicIds).toHaveLength(2)
  })

  test('two people who change different places both have their words in it', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    await saveBriefing(store, { id, revision: 1, fields: { ...QUAY, body: 'First, by Rosa.\n\nSecond.\n\nThird.' } }, ROSA, NOON)
    const late = { id, revision: 1, fields: { ...QUAY, title: 'The quay is whole', body: 'First.\n\nSecond.\n\nThird, by 伟.' } }
    expect(await saveBriefing(store, late, WEI, NOON)).toEqual({ ok: true, revision: 3, verdict: 'merged' })
    expect(await said(store, id)).toMatchObject({ title: 'The quay is whole', body: 'First, by Rosa.\n\nSecond.\n\nThird, by 伟.' })
  })

  test('two people who change one place are asked, and what they choose is written', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    await saveBriefing(store, { id, revision: 1, fields: { ...QUAY, body: 'First.\n\nRosa’s.\n\nThird.' } }, ROSA, NOON)
    const late = { id, revision: 1, fields: { ...QUAY, body: 'First.\n\n伟’s.\n\nThird.' } }
    const asked = await saveBriefing(store, late, WEI, NOON)
    expect(asked).toMatchObject({
      reason: 'conflict',
      theirs: { revision: 2, author: 'Rosa' },
      conflicts: [{ id: 'body-0', mine: '伟’s.', theirs: 'Rosa’s.' }],
    })
    expect((await said(store, id))?.body).toContain('Rosa’s.')
    expect(await saveBriefing(store, { ...late, choices: { 'body-0': 'both' } }, WEI, NOON)).toMatchObject({ ok: true, verdict: 'merged' })
    expect((await said(store, id))?.body).toBe('First.\n\nRosa’s.\n\n伟’s.\n\nThird.')
  })

  test('is named the translation or the correction of another until it is public, and nobody’s naming is lost', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    const other = await publish(store, { key: 'pier', title: 'The pier' })
    const slug = (await findEdited(store.db, other))?.slug ?? ''
    const named = { ...QUAY, translationOf: `#${other}`, corrects: `https://news.example/b/${slug}` }
    expect(await saveBriefing(store, { id, revision: 1, fields: named }, ROSA, NOON)).toMatchObject({ revision: 2 })
    expect(await findEdited(store.db, id)).toMatchObject({ storyId: other, correctsId: other, translationOf: slug, corrects: slug })
    const late = { id, revision: 1, fields: { ...QUAY, title: 'The quay is whole' } }
    expect(await saveBriefing(store, late, WEI, NOON)).toMatchObject({ verdict: 'merged' })
    expect(await findEdited(store.db, id)).toMatchObject({ correctsId: other, content: { title: 'The quay is whole' } })
    for (const wrong of ['nowhere', `#${id}`]) {
      const fields = { ...named, translationOf: wrong }
      expect(await saveBriefing(store, { id, revision: 3, fields }, ROSA, NOON)).toMatchObject({ problems: [{ field: 'translationOf' }] })
    }
    await saveBriefing(store, { id, revision: 3, fields: { ...named, corrects: '' } }, ROSA, NOON)
    await takeStep(store, { id, move: 'publish' }, ROSA, NOON)
    await saveBriefing(store, { id, revision: 4, fields: { ...named, translationOf: '', title: 'Mended' } }, ROSA, NOON)
    expect(await findEdited(store.db, id)).toMatchObject({ storyId: other, correctsId: null, content: { title: 'Mended' } })
    const brought = await beginBriefing(store, { ...QUAY, corrects: 'pier' }, WEI, NOON)
    expect(await findEdited(store.db, brought)).toMatchObject({ correctsId: other })
  })

  test('an older revision is restored as a new one, with how it was filed', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    await saveBriefing(store, { id, revision: 1, fields: { ...QUAY, body: 'Worse.', topics: ['sport'] } }, ROSA, NOON)
    expect(await restoreRevision(store, { id, number: 1 }, WEI, NOON)).toEqual({ ok: true, revision: 3 })
    expect(await said(store, id)).toMatchObject({ body: QUAY.body })
    expect((await findEdited(store.db, id))?.filing.topicIds).toEqual([1])
    expect(await restoreRevision(store, { id, number: 9 }, WEI, NOON)).toEqual({ ok: false, reason: 'unknown' })
  })

  test('goes from draft over review to the public, and needs a title and a topic for it', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    expect(await takeStep(store, { id, move: 'bring-back' }, ROSA, NOON)).toEqual({ ok: false, reason: 'not-now' })
    expect(await takeStep(store, { id, move: 'review' }, ROSA, NOON)).toMatchObject({ ok: true, state: 'review' })
    await saveBriefing(store, { id, revision: 1, fields: { ...QUAY, topics: [] } }, ROSA, NOON)
    expect(await takeStep(store, { id, move: 'publish' }, ROSA, NOON)).toEqual({ ok: false, reason: 'no-topic' })
    await saveBriefing(store, { id, revision: 2, fields: QUAY }, ROSA, NOON)
    expect(await takeStep(store, { id, move: 'publish' }, ROSA, NOON)).toMatchObject({ ok: true, state: 'published' })
    expect(await findEdited(store.db, id)).toMatchObject({ publicRevision: 3, publishedAt: NOON })
    const deeds = await store.db.selectFrom('audit').select(['action', 'actor']).where('subject', '=', `briefing:${id}`).execute()
    expect(deeds.map(({ action }) => action)).toEqual([
      'briefing.begin',
      'briefing.review',
      'briefing.save',
      'briefing.save',
      'briefing.publish',
    ])
  })

  test('is published by itself at its time, once, and its time can be taken back', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    const failed = (_: number, error: unknown): void => expect(error).toBeUndefined()
    expect(await schedulePublication(store, { id, at: NOON }, ROSA, NOON)).toEqual({ ok: false, reason: 'past' })
    expect(await schedulePublication(store, { id, at: NOON + HOUR }, ROSA, NOON)).toMatchObject({ ok: true })
    expect((await listDeskBriefings(store, { state: 'scheduled', limit: 5 })).lines).toMatchObject([{ id, state: 'scheduled' }])
    expect(await takeStep(store, { id, move: 'unschedule' }, ROSA, NOON)).toMatchObject({ ok: true })
    expect(await publishScheduled(store, NOON + 2 * HOUR, failed)).toBe(0)
    await schedulePublication(store, { id, at: NOON + HOUR }, ROSA, NOON)
    expect(await publishScheduled(store, NOON + HOUR - 1, failed)).toBe(0)
    expect(await publishScheduled(store, NOON + 2 * HOUR, failed)).toBe(1)
    expect(await publishScheduled(store, NOON + 2 * HOUR, failed)).toBe(0)
    expect(await findEdited(store.db, id)).toMatchObject({ state: 'published', publishedAt: NOON + HOUR, publishAt: null })
  })

  test('that is withdrawn leaves drafts and approved issues, and the mails that still wait', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    await takeStep(store, { id, move: 'publish' }, ROSA, NOON)
    await publish(store, { key: 'other' })
    await reader(store, 'aiko@tokyo.example')
    const composed = await composeDigest(store, 'morning', NOON)
    if (!composed?.ok) throw new Error('No issue')
    const { issueId } = composed
    await approveIssue(store, { issueId, by: 'tests', releaseAt: NOON }, PUBLICATION, NOON)
    expect(await takeStep(store, { id, move: 'withdraw' }, ROSA, NOON)).toMatchObject({ left: { issues: 1, approvals: 1, mails: 0 } })
    expect(await findIssue(store.db, issueId)).toMatchObject({ state: 'draft', partsHash: null })
    expect((await listIssueStories(store.db, issueId)).map(({ briefingId }) => briefingId)).not.toContain(id)

    await approveIssue(store, { issueId, by: 'tests', releaseAt: NOON }, PUBLICATION, NOON)
    const issue = await findIssue(store.db, issueId)
    if (!issue) throw new Error('The issue is gone')
    await addressIssue(store, issue, { now: NOON })
    const [{ briefingId: last } = { briefingId: 0 }] = await listIssueStories(store.db, issueId)
    expect(await takeStep(store, { id: last, move: 'withdraw' }, ROSA, NOON)).toMatchObject({ left: { mails: 1 } })
    const mails = await store.db.selectFrom('deliveries').select(['state', 'reason', 'low']).execute()
    expect(mails).toEqual([{ state: 'withheld', reason: 'story-withdrawn', low: 0 }])
    expect(await takeStep(store, { id, move: 'bring-back' }, ROSA, NOON)).toMatchObject({ ok: true, state: 'published' })
  })

  test('is found by words, topic, language and state, in pages', async () => {
    await using desk = await openDesk(await url())
    const { store, id } = desk
    const other = await beginBriefing(
      store,
      { ...QUAY, title: '港口', standfirst: '', body: '码头修好了。', language: 'zh', topics: ['sport'] },
      WEI,
      NOON,
    )
    const ids = async (wish: object) => (await listDeskBriefings(store, { limit: 5, ...wish })).lines.map((line) => line.id)
    expect(await ids({})).toEqual([other, id])
    expect(await ids({ search: 'boats' })).toEqual([id])
    expect(await ids({ search: '码头' })).toEqual([other])
    expect(await ids({ language: 'zh' })).toEqual([other])
    expect(await ids({ topic: 'world' })).toEqual([id])
    expect(await ids({ state: 'published' })).toEqual([])
    expect(await ids({ before: other })).toEqual([id])
    expect(await listDeskBriefings(store, { limit: 1 })).toMatchObject({ total: 2, hasOlder: true, byState: { draft: 2, published: 0 } })
  })
})

describe('what is saved', () => {
  const [sqlite] = eachDatabase
  test('is refused with its field and line where it cannot be', async () => {
    await using desk = await openDesk((await sqlite?.url()) ?? '')
    const { store, id } = desk
    const fields = { ...QUAY, body: 'One.\nTwo \u202E.', sources: 'A\nB https://user:word@b.example/', slug: 'No Slug', language: 'qqqq' }
    const saved = await saveBriefing(store, { id, revision: 1, fields }, ROSA, NOON)
    expect(saved.ok ? [] : saved.reason === 'problems' ? saved.problems.map(({ field, line }) => [field, line]) : saved.reason).toEqual([
      ['body', 2],
      ['language', 0],
      ['sources', 2],
      ['slug', 0],
    ])
  })
})
