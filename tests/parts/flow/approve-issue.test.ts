import { describe, expect, test } from 'vitest'
import { approveDue, approveIssue } from '../../../src/flow/approve-issue.ts'
import { composeNow } from '../../../src/flow/compose-issue.ts'
import { loadFrozenIssue } from '../../../src/flow/frozen-issue.ts'
import { previewIssue } from '../../../src/flow/preview-issue.ts'
import { findIssue } from '../../../src/store/issues.ts'
import { listParts } from '../../../src/store/parts.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { inEnglish } from '../../../src/render/in-english.ts'

const fail = (_: unknown, error: unknown): void => {
  throw error
}

async function withDraft(store: Store, approval: 'auto' | 'person'): Promise<void> {
  await topics(store, 'world')
  const morning = await digest(store, { approval })
  await publish(store, { key: 'a', title: 'As it was approved' })
  await reader(store, 'aiko@example.com')
  await composeNow(store, morning, NOON)
}

async function previewed(store: Store): Promise<string> {
  const preview = await previewIssue(store.db, { what: '1', as: 'aiko@example.com' }, PUBLICATION, NOON)
  return preview.ok ? Buffer.concat(preview.message.raw).toString() : inEnglish(preview.message)
}

describe.each(eachDatabase)('approving issues on $name', ({ url }) => {
  test('freezes parts in every language and format, and writes their hash down', async () => {
    await using store = await openWorld(await url())
    await withDraft(store, 'person')
    const approved = await approveIssue(store, { issueId: 1, by: 'Rosa', releaseAt: NOON }, PUBLICATION, NOON)
    expect(approved).toMatchObject({ ok: true })
    expect(await findIssue(store.db, 1)).toMatchObject({ state: 'approved', partsHash: approved.ok && approved.partsHash })
    const parts = await listParts(store.db, { issueId: 1, printing: 1 })
    expect(new Set(parts.map(({ language, format }) => `${language} ${format}`))).toEqual(
      new Set(['ar html', 'ar text', 'en html', 'en text', 'zh html', 'zh text']),
    )
  })

  test('what changes afterwards changes nothing of what was approved', async () => {
    await using store = await openWorld(await url())
    await withDraft(store, 'person')
    await approveIssue(store, { issueId: 1, by: 'Rosa', releaseAt: NOON }, PUBLICATION, NOON)
    const before = await previewed(store)
    await publish(store, { key: 'a', title: 'Changed too late' })
    expect(await previewed(store)).toBe(before)
    expect(before).toContain('As it was approved')
  })

  test('a draft shows the briefings as it was composed, in the very parts that approval freezes', async () => {
    await using store = await openWorld(await url())
    await withDraft(store, 'person')
    const draft = await previewed(store)
    await approveIssue(store, { issueId: 1, by: 'Rosa', releaseAt: NOON }, PUBLICATION, NOON)
    expect(await previewed(store)).toBe(draft)
  })

  test('an issue is approved once', async () => {
    await using store = await openWorld(await url())
    await withDraft(store, 'person')
    const approve = () => approveIssue(store, { issueId: 1, by: 'Rosa', releaseAt: NOON }, PUBLICATION, NOON)
    const answers = await Promise.all([approve(), approve()])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await approve()).toEqual({ ok: false, reason: 'not-draft' })
    expect(await approveIssue(store, { issueId: 99, by: 'Rosa', releaseAt: NOON }, PUBLICATION, NOON)).toEqual({
      ok: false,
      reason: 'no-such-issue',
    })
  })

  test('a digest that waits for a person is not approved by the clock, another one is, for its own time', async () => {
    await using store = await openWorld(await url())
    await withDraft(store, 'person')
    expect(await approveDue(store, PUBLICATION, NOON + 5000, fail)).toBe(0)
    await store.db.updateTable('digests').set({ approval: 'auto' }).execute()
    expect(await approveDue(store, PUBLICATION, NOON + 5000, fail)).toBe(1)
    expect(await findIssue(store.db, 1)).toMatchObject({ releaseAt: NOON })
  })

  test('parts that are not those that were approved are not loaded for sending', async () => {
    await using store = await openWorld(await url())
    await withDraft(store, 'person')
    await approveIssue(store, { issueId: 1, by: 'Rosa', releaseAt: NOON }, PUBLICATION, NOON)
    const [part] = await listParts(store.db, { issueId: 1, printing: 1 }, { language: 'en', format: 'html' })
    await store.db
      .updateTable('parts')
      .set({ content: 'something else' })
      .where('hash', '=', part?.hash ?? '')
      .execute()
    await expect(loadFrozenIssue(store.db, 1)).rejects.toThrow(/approved/)
  })
})
