import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkBriefing } from '../../../src/flow/checks/check-briefing.ts'
import { CHECK_NAMES, type CheckName } from '../../../src/flow/checks/finding.ts'
import { readBriefing } from '../../../src/intake/read-briefing.ts'
import { deskWords } from '../../../src/render/render-desk-page.ts'
import { realBriefing } from '../../support/real-briefing.ts'
import { briefing } from '../../support/world.ts'

type Said = Parameters<typeof briefing>[0]

const SOUND = { key: 'sound', kicker: 'Harbour', updatedOn: '2026-02-13', body: 'The quay was mended on Friday, 13 February 2026.' }

const found = (said: Partial<Said>, check: CheckName): string[] =>
  checkBriefing(briefing({ ...SOUND, ...said }), ['world'])
    .filter((finding) => finding.check === check)
    .map((finding) => `${finding.field} ${finding.line}: ${finding.found}`)

test('a sound briefing gives no reason to look at anything', () => {
  expect(checkBriefing(briefing(SOUND), ['world'])).toEqual([])
})

test('the real briefing calls a day of 2024 upcoming in a text of 2026, and announces sources that are not there', () => {
  const file = realBriefing()
  const read = readBriefing({ name: file, bytes: readFileSync(file) })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const findings = checkBriefing(read.briefing, ['world'])
  expect(findings.find(({ check }) => check === 'sources-missing')).toMatchObject({ values: { announced: 3, linked: 0 } })
  const line = read.briefing.body.split('\n').findIndex((text) => text.includes('February 5, 2024')) + 1
  // The stand-in for the real one has no such date.
  if (line > 0)
    expect(findings.find(({ check }) => check === 'date-contradicts')).toMatchObject({
      ...{ level: 'must', field: 'body', line, found: 'February 5, 2024' },
      values: { word: 'upcoming', updated: '2026-02-13' },
    })
})

describe('dates', () => {
  test.each([
    ['The upcoming expiry of the treaty on February 5, 2024 worries many.', 'en'],
    ['The vote, scheduled for 3 March 2025, is close.', 'en'],
    ['It will lapse on Feb. 5th, 2024.', 'en'],
    ['《新削减战略武器条约》将于2024年2月5日到期。', 'zh'],
    ['即将在2024年2月5日到期的条约', 'zh'],
    ['Der bevorstehende Gipfel am 5. Februar 2024 wird schwierig.', 'de'],
    ['المؤتمر المقبل في 5 فبراير 2024', 'ar'],
  ])('that lie before the update are not ahead: %s', (body, language) => {
    expect(found({ body, language }, 'date-contradicts')).toHaveLength(1)
  })

  test.each([
    ['The treaty, signed on April 8, 2010, will expire.', 'en'],
    ['They met on February 5, 2024. The upcoming vote is close.', 'en'],
    ['The upcoming vote on March 5, 2026 is close.', 'en'],
    ['会议已于2024年2月5日结束。', 'zh'],
  ])('that are told rightly are let be: %s', (body, language) => {
    expect(found({ body, language }, 'date-contradicts')).toEqual([])
  })

  test('that come after the update have not happened', () => {
    expect(found({ body: 'The summit was held on March 5, 2026.' }, 'date-to-come')).toEqual(['body 1: March 5, 2026'])
  })

  test.each([
    ['On Monday, February 13, 2026 the quay was closed.', 'en', 1],
    ['On Friday, 13 February 2026 the quay was closed.', 'en', 0],
    ['会议于2026年2月13日（星期一）举行。', 'zh', 1],
    ['会议于2026年2月13日（周五）举行。', 'zh', 0],
    ['Am Montag, 13. Februar 2026, war Ruhe.', 'de', 1],
  ])('and weekdays agree: %s', (body, language, count) => {
    expect(found({ body, language }, 'weekday-wrong')).toHaveLength(count)
  })
})

describe('each slip is found at its place', () => {
  test.each<[CheckName, Partial<Said>, string[]]>([
    ['no-standfirst', { standfirst: '' }, ['standfirst 0: ']],
    [
      'no-alternative-text',
      { body: 'One.\n\n![](a.png)\n![IMG_2041.jpg](b.jpg)\n![A quay](c.jpg)' },
      ['body 3: a.png', 'body 4: IMG_2041.jpg'],
    ],
    ['sources-missing', { sources: [{ title: 'Reuters' }], sourceCount: 3 }, ['sources 0: 3']],
    ['link-says-other', { body: 'See [bank.example](https://thief.example/x), [this](https://a.example).' }, ['body 1: bank.example']],
    ['link-says-other', { body: '[https://www.bank.example/a](https://bank.example/b)' }, []],
    [
      'mark-left',
      { body: 'The mayor, TK, said so.\n\nLorem ipsum dolor sit amet.\n\n数字待核。' },
      ['body 1: TK', 'body 3: Lorem ipsum', 'body 3: dolor sit amet', 'body 5: 待核'],
    ],
    ['mark-left', { body: 'TKO in the third round.' }, []],
    [
      'word-doubled',
      { body: 'The the quay.\nIt had had its day, and and\nmore.\n\n各方的的代表' },
      ['body 1: The the', 'body 2: and and', 'body 5: 的的'],
    ],
    [
      'mark-unbalanced',
      { body: 'He said “yes.\n\nShe said "no.\n\n“好”（是' },
      ['body 1: He said “yes.', 'body 3: he said "no.', 'body 5: “好”（是'],
    ],
    ['mark-unbalanced', { body: 'a) one and b) two; 5" wide; „gut“ and «bien».' }, []],
    ['width-mixed', { body: '今天,天气很好。', language: 'zh' }, ['body 1: 今天,天气很好。']],
    ['width-mixed', { body: 'It rains，and snows. 版本 3.5,已发布 (Beta)。' }, ['body 1: rains，and sn']],
    ['sentence-long', { body: `${'word '.repeat(46)}end.` }, [`body 1: ${'word '.repeat(12)}…`]],
    ['sentence-long', { body: `${'长'.repeat(111)}。`, language: 'zh' }, [`body 1: ${'长'.repeat(60)}…`]],
  ])('%s in %j', (check, said, expected) => {
    expect(found(said, check)).toEqual(expected)
  })

  test('what stands in code and in addresses is nobody’s prose', () => {
    const body = '`TK` and <https://a.example/TK>\n\n```\nTODO the the “\n```\n'
    expect(checkBriefing(briefing({ ...SOUND, body }), ['world'])).toEqual([])
  })
})

test('every check has its words in each language of the desk', () => {
  for (const language of ['en', 'zh']) for (const check of CHECK_NAMES) expect(deskWords(language).say(`checks.${check}`)).not.toBe('')
})

test('a hostile text is checked in no time', () => {
  const started = performance.now()
  for (const piece of ['“', '[a](', '的', 'the ', '![', '1 ', '`', '((', '2024年', 'Jan 1, 2024 will '])
    checkBriefing(briefing({ ...SOUND, body: piece.repeat(200_000 / piece.length) }), ['world'])
  expect(performance.now() - started).toBeLessThan(10_000)
})
