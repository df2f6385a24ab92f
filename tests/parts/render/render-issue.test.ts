import { describe, expect, test } from 'vitest'
import { cutAtGaps } from '../../../src/domain/merge-tag.ts'
import { compileMjml, mjmlCompiles } from '../../../src/render/compile-mjml.ts'
import { compileTemplate } from '../../../src/render/compile-template.ts'
import { cutAtMarks, PART_KINDS } from '../../../src/render/cut-at-marks.ts'
import { issuePieces } from '../../../src/render/issue-pieces.ts'
import { mjmlSource } from '../../../src/render/mail-templates.ts'
import { readBuiltIn } from '../../../src/render/own-templates.ts'
import { HTML_BUDGET } from '../../../src/flow/arrange-sections.ts'
import { renderIssue } from '../../../src/render/render-issue.ts'
import { wordLanguages } from '../../../src/render/words.ts'
import { joinParts, partsInOrder } from './join-parts.ts'
import { ARABIC, CHINESE, HEBREW, issueOf, LAYLA, onTopics, story, TOPICS } from './sample-issue.ts'

const mixed = issueOf([story(), ARABIC, CHINESE, HEBREW, story({ title: 'A second English story' })])
const everyTopic = TOPICS.map((topic) => topic.id)

describe('the parts of an issue', () => {
  test('hold every kind in both formats, for every story and topic', async () => {
    const { parts } = await renderIssue(mixed, 'zh')
    const keys = parts.map(({ language, format, kind, about }) => [language, format, kind, about].join(' '))
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(parts.map((part) => part.kind))).toEqual(new Set(PART_KINDS))
    expect(keys).toEqual(expect.arrayContaining(['zh html lead 4', 'zh text line 0', 'zh html label 2', 'zh text topic-heading 3']))
    expect(keys).toHaveLength(2 * (10 + 2 * TOPICS.length + 4 * mixed.stories.length))
  })

  test.each(['en', 'zh', 'ar'])('joined are what MJML makes of the whole mail at once (%s)', async (language) => {
    const { parts } = await renderIssue(mixed, language)
    const sources = cutAtMarks(mjmlSource(readBuiltIn('email/edition.mjml'), language))
    const pieces = issuePieces(mixed, language)
    const order = partsInOrder(parts, { format: 'html', stories: onTopics(mixed), topicIds: everyTopic, budget: 11_000 })
    const whole = order.map(({ kind, about }) =>
      compileTemplate(sources[kind])(pieces.find((piece) => piece.kind === kind && piece.about === about)?.view ?? {}),
    )
    expect(order.map((part) => part.kind)).toEqual(expect.arrayContaining(['contents-line', 'lead', 'story', 'line', 'lines-closing']))
    expect(withoutSeams(order.map((part) => part.content).join(''))).toBe(withoutSeams(await compileMjml(whole.join(''))))
  })

  test('are the same bytes for the same issue', async () => {
    expect(await renderIssue(structuredClone(mixed), 'ar')).toEqual(await renderIssue(mixed, 'ar'))
  })

  test('have gaps only where a mail has something to fill in', async () => {
    const { parts } = await renderIssue(mixed, 'en')
    const gaps = Object.fromEntries(parts.map(({ format, kind, content }) => [`${format} ${kind}`, cutAtGaps(content).tags.toSorted()]))
    expect(Object.fromEntries(Object.entries(gaps).filter(([, tags]) => tags.length > 0))).toEqual({
      'html opening': ['browser-url', 'preheader', 'subject', 'subject'],
      'html topic-heading': ['preferences-url'],
      'text topic-heading': ['preferences-url'],
      'html lead': ['labels', 'why'],
      'html story': ['labels', 'why'],
      'html line': ['why'],
      'html more': ['more', 'more-url'],
      'html joined-closing': ['address', 'preferences-url', 'reader-topics', 'unsubscribe-url'],
      'html closing': ['address', 'preferences-url', 'reader-topics', 'unsubscribe-url'],
      'text opening': ['browser-url'],
      'text lead': ['labels', 'why'],
      'text story': ['labels', 'why'],
      'text line': ['why'],
      'text more': ['more', 'more-url'],
      'text joined-closing': ['address', 'preferences-url', 'reader-topics', 'unsubscribe-url'],
      'text closing': ['address', 'preferences-url', 'reader-topics', 'unsubscribe-url'],
    })
  })

  test('need MJML once per language, however many issues there are', async () => {
    for (const language of [...wordLanguages(), 'pt', 'en-GB']) await renderIssue(mixed, language)
    const before = mjmlCompiles()
    await Promise.all(['en', 'zh', 'ar', 'en'].map((language) => renderIssue(issueOf([story()]), language)))
    expect(mjmlCompiles()).toBe(before)
  })

  test('of a hundred briefings are ready within two seconds', async () => {
    const hundred = issueOf(Array.from({ length: 100 }, (_, index) => story({ title: `Story ${index}` })))
    await renderIssue(mixed, 'en')
    const start = performance.now()
    await renderIssue(hundred, 'en')
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('the summary of an issue', () => {
  test('has a subject and a teaser for every story and a wording for every number of others', async () => {
    const { summary } = await renderIssue(mixed, 'ar')
    expect(Object.keys(summary.subjects)).toEqual(['0', '1', '2', '3', '4'])
    expect(summary.subjects[1]).toBe('العبّارة تعود')
    expect(summary.teasers[0]).toContain('After a winter of repairs')
    expect(summary.more.slice(0, 5)).toEqual(['', '، وخبر آخر', '، وخبران آخران', '، و3 أخبار أخرى', '، و4 أخبار أخرى'])
  })

  test('keeps subjects short enough and free of what looks like an answer', async () => {
    const long = `Re: FWD: ${'A long winding title that goes on and on '.repeat(10)}`
    const { summary } = await renderIssue(issueOf([story({ title: long, headline: long })]), 'en')
    expect(summary.subjects[0]).toMatch(/^A long winding title.*…$/)
    expect(summary.subjects[0]?.length).toBeLessThanOrEqual(100)
  })

  test('has teasers of 40 to 130 characters where the story offers them', async () => {
    const { summary } = await renderIssue(issueOf([story({ standfirst: 'Short.' }), story({ standfirst: 'Word '.repeat(100) })]), 'en')
    for (const teaser of Object.values(summary.teasers)) {
      expect(teaser.length).toBeGreaterThanOrEqual(40)
      expect(teaser.length).toBeLessThanOrEqual(130)
    }
  })
})

describe('hostile briefings', () => {
  const nasty = [
    '{{constructor}} {{#with __proto__}} {{{x}}} {{log}}',
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '</td></tr></table></div><!--[if mso]><b>',
    '<mj-include path="/etc/passwd" /><mj-raw>[[story]]</mj-raw>',
    '$ink $start [[closing]]',
    '\u0001unsubscribe-url\u0002 \u202Eright to left\u0000',
    '" onmouseover="alert(1)',
    '&amp; &lt;b&gt;',
  ]

  test.each(nasty)('print what they say, and change nothing around them: %j', async (text) => {
    const plain = story({ title: 'Plain', kicker: 'Plain', standfirst: 'Plain', keyPoints: ['Plain'] })
    const hostile = story({ title: text, kicker: text, standfirst: text, keyPoints: [text] })
    const issue = issueOf([hostile, story({ title: 'The one below' })], { senderName: text, postalAddress: `1, ${text}\n${text}` })
    const names = { topics: TOPICS.map((topic) => ({ ...topic, names: { en: text } })), digest: { names: { en: text } } }
    const calm = await renderIssue(issueOf([plain, story({ title: 'The one below' })]), 'en')
    const wild = await renderIssue({ ...issue, ...names }, 'en')
    const skeleton = (content: string) => (content.match(/<[!/a-z][^>]*?(?=[\s>])/g) ?? []).join(' ').replaceAll('<br', '')
    const shown = text.replaceAll(/[\u0000-\u0002\u202E]/g, '')
    for (const [index, part] of wild.parts.entries()) {
      if (part.format === 'html') expect(skeleton(part.content), part.kind).toBe(skeleton(calm.parts[index]?.content ?? ''))
      expect(cutAtGaps(part.content).tags, part.kind).toEqual(cutAtGaps(calm.parts[index]?.content ?? '').tags)
      if (part.kind === 'story' && part.about === 0 && part.format === 'text') expect(part.content).toContain(shown.slice(0, 20))
    }
  })

  test('of any length are cut to what a mail can carry', async () => {
    const endless = story({
      title: 'x'.repeat(1_000_000),
      kicker: 'e\u0301\u0301\u0301'.repeat(100_000),
      standfirst: 'word '.repeat(1_000_000),
      keyPoints: Array.from({ length: 5000 }, () => '字'.repeat(1000)),
    })
    const { parts } = await renderIssue(issueOf([endless]), 'en')
    for (const part of parts) expect(Buffer.byteLength(part.content)).toBeLessThan(12_000)
  })

  test('cannot link anywhere but to their own page', async () => {
    await expect(renderIssue(issueOf([story()], { webUrl: 'javascript:alert(1)' }), 'en')).rejects.toThrow('no web address')
  })

  test('with a language, colour or date that does not exist are shown all the same', async () => {
    const issue = issueOf([story({ language: '"><script>', updatedOn: '2026-02-31x' })], {
      digest: { names: { en: 'D' }, accent: 'url(x)' },
    })
    const { parts } = await renderIssue(issue, 'en')
    expect(parts.map((part) => part.content).join('')).not.toMatch(/<script|url\(|2026-02-31/)
    expect(parts.find((part) => part.kind === 'story')?.content).toContain('lang="und"')
  })
})

describe('a mail', () => {
  test('of ten long briefings stays far below the size that mail programs clip', async () => {
    const long = story({
      title: 'A Headline of Rather More Than a Hundred Characters, as Some Sources Like to Write Them, With Two Commas',
      standfirst: 'A standfirst as long as that of the longest briefing that we know of. '.repeat(7),
      keyPoints: Array.from({ length: 5 }, () => 'A key point that takes about a line and a half in the body of the mail, not less'),
    })
    const issue = issueOf(Array.from({ length: 10 }, () => long))
    for (const language of wordLanguages()) {
      const { parts } = await renderIssue(issue, language)
      const html = joinParts(parts, LAYLA, { format: 'html', stories: onTopics(issue), topicIds: everyTopic })
      expect(Buffer.byteLength(html)).toBeLessThan(60_000)
    }
  })

  test('shows as lines what no longer fits, and keeps its footer', async () => {
    const issue = issueOf(Array.from({ length: 60 }, (_, index) => story({ title: `Story number ${index}` })))
    const { parts } = await renderIssue(issue, 'en')
    const html = joinParts(parts, LAYLA, { format: 'html', stories: onTopics(issue), topicIds: everyTopic, budget: HTML_BUDGET })
    expect(Buffer.byteLength(html)).toBeLessThan(90_000)
    expect(html).toContain('More on the web')
    expect(html).toContain('Story number 59')
    expect(html).toContain('https://news.example/u/1-2-abc')
  })

  test('has the same stories, links and footer as html and as text', async () => {
    const { parts } = await renderIssue(mixed, 'en')
    const [html, text] = (['html', 'text'] as const).map((format) =>
      joinParts(parts, LAYLA, { format, stories: onTopics(mixed), topicIds: everyTopic, budget: 11_000 }),
    )
    const links = (mail = '') => new Set(mail.match(/https:\/\/[^\s"<&]+/g))
    expect([...links(text)].toSorted()).toEqual([...links(html)].toSorted())
    for (const { content } of mixed.stories) {
      expect(html).toContain(content.title)
      expect(text?.replaceAll(/\s+/g, ' ')).toContain(content.title)
    }
    for (const mail of [html, text])
      for (const word of ['Broadsheet', '12 Printers', 'layla@cairo.example', 'Unsubscribe', 'Your topics']) expect(mail).toContain(word)
  })

  test('names the reader’s other topics at a story that is on two of them', async () => {
    const { parts } = await renderIssue(mixed, 'en')
    const text = joinParts(parts, LAYLA, { format: 'text', stories: onTopics(mixed), topicIds: [1, 3] })
    expect(text).toContain('3 sources · Updated 13 February 2026\n  · Science\nRead the full briefing\n')
    expect(text).toContain('Your topics\n  · Cities\n  · Science\n')
  })
})

/** MJML joins the conditional comments of neighbours; between parts that were compiled apart they stay, and mean the same. */
const withoutSeams = (html: string) => html.replaceAll(/\s*<!\[endif\]-->\s*<!--\[if mso \| IE\]>\s*/g, '').replaceAll(/\s+/g, ' ')
