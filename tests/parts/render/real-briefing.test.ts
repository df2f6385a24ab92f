import { beforeAll, expect, test } from 'vitest'
import { readBriefing } from '../../../src/intake/read-briefing.ts'
import { renderIssue } from '../../../src/render/render-issue.ts'
import { corpus, describeCorpora } from '../../support/corpora.ts'
import { joinParts } from './join-parts.ts'
import { issueOf, LAYLA, onTopics } from './sample-issue.ts'
import { inherited, walkHtml, type TextRun } from './walk-html.ts'

describeCorpora('a real briefing, English under a Chinese topic, for a reader of Arabic', () => {
  let texts: TextRun[] = []
  let subject: string | undefined

  beforeAll(async () => {
    const reading = readBriefing({ name: 'us-politics.txt', bytes: corpus('../briefings/us-politics.txt') })
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    const issue = issueOf([reading.briefing], { topics: [{ id: 1, slug: 'us-politics', names: { zh: '美国政治要闻' } }] })
    const { parts, summary } = await renderIssue(issue, 'ar')
    texts = walkHtml(joinParts(parts, LAYLA, { format: 'html', stories: onTopics(issue), topicIds: [1] })).texts
    subject = summary.subjects[0]
  })

  test('keeps three languages apart: heading, story and frame', () => {
    const settings = (text: string) => {
      const run = texts.find((candidate) => candidate.text.startsWith(text))
      return [inherited(run?.parents ?? [], 'lang'), inherited(run?.parents ?? [], 'dir'), run?.parents.at(-1)?.name]
    }
    expect(settings('美国政治要闻')).toEqual(['zh', 'ltr', 'h2'])
    expect(settings('Ukraine Security Guarantees')).toEqual(['en', 'ltr', 'p'])
    expect(settings('U.S. Security Guarantees for Ukraine: A Turning Point')).toEqual(['en', 'ltr', 'a'])
    expect(settings('3 مصادر · حُدِّث في 13 فبراير 2026')).toEqual(['ar', 'rtl', 'p'])
    expect(settings('اقرأ النص الكامل')).toEqual(['ar', 'rtl', 'a'])
  })

  test('shows key points from its own lists', () => {
    expect(texts.filter(({ parents }) => parents.at(-1)?.name === 'li').length).toBeGreaterThanOrEqual(3)
  })

  test('has a subject that fits into an inbox', () => {
    expect(subject).toBe('U.S. security assurances and diplomatic fallout around Ukraine')
  })
})
