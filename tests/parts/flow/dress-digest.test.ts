import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { approveIssue } from '../../../src/flow/approve-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { dressDigest, type WantedLook } from '../../../src/flow/dress-digest.ts'
import { previewIssue } from '../../../src/flow/preview-issue.ts'
import { previewLook } from '../../../src/flow/preview-look.ts'
import { readMail } from '../../../src/flow/read-mail.ts'
import { findPicture } from '../../../src/store/listings/pictures.ts'
import { lintMail } from '../../../src/flow/lint-mail.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, publish, reader, topics } from '../../support/world.ts'
import { inEnglish } from '../../../src/render/in-english.ts'

const TESTS = { id: null, name: 'tests' }
const LOGO = readFileSync(new URL('../../../templates/pages/card.png', import.meta.url))
const PLAIN: WantedLook = { colour: '', font: '', masthead: '', senderName: '' }

describe.each(eachDatabase)('the look of a digest on $name', ({ url }) => {
  test('is what its next mails have, from its own sender’s name, and none that was approved before', { timeout: 30_000 }, async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { approval: 'person' })
    await reader(store, 'aiko@example.com')
    await publish(store, { key: 'one' })
    const composed = await composeDigest(store, 'morning', NOON)
    if (!composed?.ok) throw new Error(JSON.stringify(composed))
    const mail = async (what: string) => {
      const seen = await previewIssue(store.db, { what, as: 'aiko@example.com' }, PUBLICATION, NOON)
      if (!seen.ok) throw new Error(inEnglish(seen.message))
      return Buffer.concat(seen.message.raw)
    }
    await approveIssue(store, { issueId: composed.issueId, by: 'tests', releaseAt: NOON }, PUBLICATION, NOON)
    const before = await mail(String(composed.issueId))
    const wanted = { colour: '#FFCC00', font: 'serif', masthead: 'band', senderName: 'The Morning', logo: LOGO }
    const dressed = await dressDigest(store, { slug: 'morning', wanted }, TESTS, NOON)
    if (!dressed.ok) throw new Error(inEnglish(dressed.message))
    expect(await mail(String(composed.issueId))).toEqual(before)

    await publish(store, { key: 'two' })
    const next = await mail('morning')
    const { html = '' } = await readMail(next)
    const { path = '', width, height } = dressed.look.logo ?? {}
    expect(next.toString()).toContain('From: "The Morning" <digest@broadsheet.example>')
    expect(html).toContain(`src="http://localhost:3000/${path}" width="${width}" height="${height}" alt=""`)
    expect(html).toMatch(/class="band"[^>]*background-color:#8f7200/)
    expect(html).not.toContain('Segoe UI')
    expect(lintMail(next, { baseUrl: 'http://localhost:3000' }).filter(({ level }) => level === 'must')).toEqual([])
    expect(Buffer.from((await findPicture(store.db, path))?.content ?? [])).toEqual(LOGO)
    const shown = await previewLook(store.db, { slug: 'morning', look: dressed.look, language: 'zh' }, PUBLICATION, NOON)
    expect(shown).toContain('class="band"')

    const usual = await dressDigest(store, { slug: 'morning', wanted: { ...PLAIN, logo: null } }, TESTS, NOON)
    expect(usual).toEqual({ ok: true, look: {} })
    expect((await readMail(await mail('morning'))).html).not.toContain('<img')
  })

  test('refuses what is no picture, no colour and no digest, and says what to do', async () => {
    await using store = await openWorld(await url())
    await digest(store)
    const refused = async (wanted: Partial<WantedLook>, slug = 'morning') => {
      const dressed = await dressDigest(store, { slug, wanted: { ...PLAIN, ...wanted } }, TESTS, NOON)
      return dressed.ok ? 'taken' : inEnglish(dressed.message)
    }
    expect(await refused({ logo: Buffer.from('<svg onload="alert(1)"/>') })).toMatch(/PNG, JPEG or GIF/)
    expect(await refused({ logo: Buffer.concat([LOGO, Buffer.alloc(300_000)]) })).toMatch(/Make it smaller/)
    expect(await refused({ colour: 'red;}' })).toMatch(/#9c2a1f/)
    expect(await refused({}, 'evening')).toMatch(/no digest "evening"/)
    expect(await refused({})).toBe('taken')
  })
})
