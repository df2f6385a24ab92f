import { describe, expect, test } from 'vitest'
import { textWidth } from '../../../src/domain/text-width.ts'
import { renderIssue } from '../../../src/render/render-issue.ts'
import { joinParts } from './join-parts.ts'
import { ARABIC, CHINESE, HEBREW, issueOf, LAYLA, onTopics, story } from './sample-issue.ts'

const long = story({
  standfirst: 'A standfirst of many words that goes on until it needs a second line, and then a third one as well. '.repeat(3),
})
const wide = story({
  ...CHINESE,
  standfirst: '经过一个冬天的修理，渡轮回来了。新的时刻表随潮水而定。'.repeat(5),
  keyPoints: ['随潮水开船，票价不变，狗可以免费乘船。'.repeat(4)],
})
const issue = issueOf([long, ARABIC, wide, HEBREW, story({ kicker: '', standfirst: '', keyPoints: [], sourceCount: 0 })])

const textFor = async (language: string, budget = 80_000) => {
  const { parts } = await renderIssue(issue, language)
  return joinParts(parts, LAYLA, { format: 'text', stories: onTopics(issue), topicIds: [1, 2, 3], budget })
}

describe.each(['en', 'zh', 'ar'])('the text part of a mail whose frame is %s', (language) => {
  test('has lines of at most 72 columns, but for addresses', async () => {
    for (const line of (await textFor(language)).split('\n'))
      if (!line.includes('https://')) expect(textWidth(line), line).toBeLessThanOrEqual(72)
  })

  test('has every link on a line of its own', async () => {
    const lines = (await textFor(language, 11_000)).split('\n').filter((line) => line.includes('http'))
    expect(lines.length).toBeGreaterThan(6)
    for (const line of lines) expect(line).toMatch(/^ {0,2}https:\/\/\S+$/)
  })

  test('has no html, no entities, no marks and no direction controls in it', async () => {
    expect(await textFor(language)).not.toMatch(/<[a-z/!]|&[a-z#]|\{\{|\[\[|[\u0000-\u0009\u200E\u200F\u202A-\u202E\u2066-\u2069]/)
  })

  test('has no more than two empty lines in a row, and none that ends in a blank', async () => {
    expect(await textFor(language, 11_000)).not.toMatch(/\n{4}| \n/)
  })
})

test('a text mail reads like this', async () => {
  const { parts } = await renderIssue(issueOf([story()]), 'en')
  const mail = joinParts(parts, LAYLA, { format: 'text', stories: onTopics(issueOf([story()])), topicIds: [1] })
  expect(mail).toBe(`Morning Briefing
================
No. 12 · Friday, 13 February 2026

Read in the browser
https://news.example/i/1-2-3-abc

${'='.repeat(36)}
Cities
${'='.repeat(36)}
Fewer of these
https://news.example/p/1-2-abc/fewer/cities

Harbour

The ferry runs again, one hour later each day
------------------------------------

After a winter of repairs the harbour has its ferry back, with a
timetable that follows the tide.

• Boats leave with the high water
• Tickets cost what they did
• Dogs travel for nothing
• A fourth point
• A fifth point

3 sources · Updated 13 February 2026
Read the full briefing
https://news.example/b/story-0


${'='.repeat(36)}
That is all for this issue.

You receive Morning Briefing at layla@cairo.example because
you subscribed to it.

Your topics
  · Cities

Change topics, time or language
https://news.example/p/1-2-abc

Unsubscribe
https://news.example/u/1-2-abc

Broadsheet
12 Printers’ Row
London EC4A 2AB
https://news.example/
`)
})
