import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseReport } from '../../../src/intake/parse-report.ts'
import { readBriefing } from '../../../src/intake/read-briefing.ts'

const folder = resolve(import.meta.dirname, '../../..', process.env.BRIEFINGS_DIR ?? '../shared/briefings')
const file = join(folder, 'us-politics.txt')
const isThere = existsSync(file)
if (!isThere) console.warn(`Left out: the real briefing, because it is not at ${file}; set BRIEFINGS_DIR to where it is`)

describe.runIf(isThere)('the real briefing, as its source delivers it', () => {
  const read = isThere ? readBriefing({ name: file, bytes: readFileSync(file) }) : undefined
  if (!read?.ok) return void test('is read without a problem', () => expect(read).toMatchObject({ ok: true }))
  const { briefing } = read

  test('has a Chinese topic over an English story', () => {
    expect(briefing.topics).toEqual(['美国政治要闻'])
    expect(briefing.language).toBe('en')
  })

  test('has its headline, kicker, title and standfirst apart', () => {
    expect(briefing.headline).toBe('U.S. security assurances and diplomatic fallout around Ukraine')
    expect(briefing.kicker).toBe('Ukraine Security Guarantees')
    expect(briefing.title).toBe(
      'U.S. Security Guarantees for Ukraine: A Turning Point Amid Rising Geopolitical Tensions and Strategic Uncertainty',
    )
    expect(briefing.standfirst).toMatch(/^The recent finalization of /)
    expect(briefing.standfirst).toMatch(/international order stability\.$/)
    expect(briefing.standfirst).toHaveLength(544)
  })

  test('has seven sections, each with its own paragraphs and three bullets', () => {
    const shape = briefing.sections.map(({ heading, paragraphs, bullets }) => [heading, paragraphs.length, bullets.length])
    expect(shape).toEqual([
      ['Landmark U.S. Security Guarantees: Clarifying Support and Deterrence', 2, 3],
      ['Diplomatic Tensions and Russia’s Provocative Conduct', 3, 3],
      ['Sustained Western Military Support: Industry Signals and Long-Term Commitment', 3, 3],
      ['The Nuclear Stability Dilemma: The Expiry of the New START Treaty', 4, 3],
      ['Intensified U.S. Sanctions and Economic Pressures on Moscow', 3, 3],
      ['Broader Systemic Shifts and the Global Order', 2, 3],
      ['Current Status and Implications', 3, 3],
    ])
    expect(briefing.sections[1]?.bullets).toEqual([
      'Buying time amidst ongoing military pressures',
      'Sowing divisions among Western allies, attempting to weaken unified support for Ukraine',
      'Undermining negotiations aimed at de-escalation and peace',
    ])
    expect(briefing.sections[1]?.paragraphs[1]).toBe('Russia’s diplomatic provocations serve multiple strategic purposes:')
  })

  test('announces three sources, lists none, and was updated on 13 February 2026', () => {
    expect(briefing).toMatchObject({ sourceCount: 3, sources: [], updatedOn: '2026-02-13' })
  })

  test('is summed up for the mail by the list of its closing section', () => {
    expect(briefing.keyPoints).toEqual(briefing.sections[6]?.bullets)
  })

  test('becomes Markdown with seven headings and twenty-one items, in the order read', () => {
    expect(briefing.body.match(/^## /gm)).toHaveLength(7)
    expect(briefing.body.match(/^- /gm)).toHaveLength(21)
    expect(briefing.body).toContain('purposes:\n\n- Buying time amidst ongoing military pressures\n- Sowing divisions')
    expect(briefing.body).not.toContain('Sources (3)')
    expect(briefing.body).not.toContain('\\')
  })

  test('comes again under the same key, the name of its file', () => {
    expect(briefing.key).toBe('us-politics')
    expect(readBriefing({ name: 'us-politics.txt', bytes: readFileSync(file) })).toEqual(read)
  })

  test('is reported for machines without loss', () => {
    const report = parseReport('us-politics.txt', read)
    expect(JSON.parse(JSON.stringify(report))).toEqual({
      file: 'us-politics.txt',
      ok: true,
      problems: [],
      topic: '美国政治要闻',
      headline: briefing.headline,
      kicker: briefing.kicker,
      title: briefing.title,
      standfirst: briefing.standfirst,
      language: 'en',
      sections: briefing.sections,
      sourceCount: 3,
      sources: [],
      updatedOn: '2026-02-13',
    })
  })
})
