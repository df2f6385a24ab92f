import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkZone } from '../../../src/domain/time-zone.ts'
import { readBriefing } from '../../../src/intake/read-briefing.ts'
import { renderIssue } from '../../../src/render/render-issue.ts'
import { frameLanguage, wordLanguages } from '../../../src/render/words.ts'
import { issueOf } from './sample-issue.ts'

type Demo = {
  topics: { slug: string; names: Record<string, string> }[]
  digest: { slug: string; names: Record<string, string> }
  subscribers: { address: string; zone: string; languages: string[]; topics: string[]; format: string }[]
}

const folder = new URL('../../../templates/demo/', import.meta.url)
const demo = JSON.parse(readFileSync(new URL('demo.json', folder), 'utf8')) as Demo
const files = readdirSync(folder).filter((file) => file.endsWith('.md'))
const slugs = demo.topics.map((topic) => topic.slug)
const briefings = files.map((name) => readBriefing({ name, bytes: readFileSync(new URL(name, folder)) }))

describe('our own briefings', () => {
  test('can be read, each with sources, sections, key points, a date and a key', () => {
    expect(files.length).toBeGreaterThanOrEqual(9)
    for (const [index, reading] of briefings.entries()) {
      expect(reading, files[index]).toMatchObject({ ok: true, briefing: { key: `demo-${files[index]?.replace('.md', '') ?? ''}` } })
      if (!reading.ok) continue
      expect(reading.briefing.sections.length).toBeGreaterThanOrEqual(2)
      expect(reading.briefing.keyPoints.length).toBeGreaterThanOrEqual(3)
      expect(reading.briefing.sourceCount).toBeGreaterThan(0)
      expect(reading.briefing.updatedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect(slugs).toEqual(expect.arrayContaining(reading.briefing.topics))
    }
  })

  test('are in English, Chinese and Arabic, and one is on two topics', () => {
    const read = briefings.filter((reading) => reading.ok).map(({ briefing }) => briefing)
    expect(new Set(read.map((briefing) => briefing.language))).toEqual(new Set(['en', 'zh', 'ar']))
    expect(read.filter((briefing) => briefing.topics.length === 2)).toHaveLength(1)
  })

  test('become an issue in every language of ours', async () => {
    const contents = briefings.flatMap((reading) => (reading.ok ? [reading.briefing] : []))
    for (const language of wordLanguages()) expect((await renderIssue(issueOf(contents), language)).parts.length).toBeGreaterThan(90)
  })
})

describe('our sample readers', () => {
  test('live in five places, and one of them reads plain text', () => {
    expect(new Set(demo.subscribers.map((subscriber) => subscriber.zone)).size).toBe(5)
    for (const { zone } of demo.subscribers) expect(checkZone(zone)).toBe(zone)
    expect(demo.subscribers.map((subscriber) => subscriber.format)).toContain('text')
  })

  test('have addresses that belong to nobody (RFC 2606, section 2)', () => {
    for (const { address } of demo.subscribers) expect(address).toMatch(/^[a-z]+@[a-z]+\.example$/)
  })

  test('get a frame in English, Chinese or Arabic, and stories on their topics that they can read', () => {
    expect(new Set(demo.subscribers.map(({ languages }) => frameLanguage(languages)))).toEqual(new Set(['en', 'zh', 'ar']))
    for (const { topics, languages } of demo.subscribers) {
      expect(slugs).toEqual(expect.arrayContaining(topics))
      const stories = briefings.filter(
        (reading) =>
          reading.ok && languages.includes(reading.briefing.language) && reading.briefing.topics.some((topic) => topics.includes(topic)),
      )
      expect(stories.length).toBeGreaterThanOrEqual(2)
    }
  })

  test('see topics and a digest that have names in their languages', () => {
    for (const { names } of [...demo.topics, demo.digest]) expect(Object.keys(names).toSorted()).toEqual(['ar', 'en', 'zh'])
  })
})
