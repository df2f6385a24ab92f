import { describe, expect, test } from 'vitest'
import { containing } from './containing.ts'
import { problemsOf, readGood } from './read-text.ts'

const body = 'Rosa in São Paulo was the first to see the comet, on Tuesday night, above the western horizon.\n'
const withFields = (fields: string): string => `---\n${fields}\n---\n${body}`

test('every field is read', () => {
  const text = withFields(`# a comment
title: "The comet: back again"
kicker: Astronomy
headline: A comet returns
standfirst: >
  It was last seen in 1946.
  Now it is back.
topics:
  - science
  - 科学
  - science
language: pt-br
sources:
  - title: Reuters
    url: https://www.reuters.com/comet
  - "AP: https://apnews.com/comet"
  - { url: "https://www.bbc.co.uk/news" }
  - Rosa’s notebook
published: 2026-02-13T07:00:00+09:00
updated: 2026-02-14
priority: 3
key: comet-2026`)
  expect(readGood(text)).toEqual({
    title: 'The comet: back again',
    kicker: 'Astronomy',
    headline: 'A comet returns',
    standfirst: 'It was last seen in 1946. Now it is back.',
    topics: ['science', '科学'],
    language: 'pt-BR',
    sources: [
      { title: 'Reuters', url: 'https://www.reuters.com/comet' },
      { title: 'AP', url: 'https://apnews.com/comet' },
      { title: 'bbc.co.uk', url: 'https://www.bbc.co.uk/news' },
      { title: 'Rosa’s notebook' },
    ],
    sourceCount: 4,
    publishedAt: Date.parse('2026-02-12T22:00:00Z'),
    updatedOn: '2026-02-14',
    priority: 3,
    key: 'comet-2026',
    body: body.trim(),
    sections: [{ heading: '', paragraphs: [body.trim()], bullets: [] }],
    keyPoints: [],
  })
})

test('only the title is needed; the headline is then the title, the key the name of the file', () => {
  expect(readGood(withFields('title: The comet'), '/home/rosa/notes/comet.final.md')).toEqual({
    title: 'The comet',
    headline: 'The comet',
    kicker: '',
    standfirst: '',
    topics: [],
    language: 'en',
    sources: [],
    sourceCount: 0,
    priority: 0,
    key: 'comet.final',
    body: body.trim(),
    sections: [{ heading: '', paragraphs: [body.trim()], bullets: [] }],
    keyPoints: [],
  })
})

test('one topic and one source need no list, and a field without a value is not given', () => {
  expect(readGood(withFields('title: The comet\ntopics: science\nsources: https://apnews.com/\nkicker:\nupdated: ~'))).toMatchObject({
    topics: ['science'],
    sources: [{ title: 'apnews.com', url: 'https://apnews.com/' }],
    kicker: '',
  })
})

test('dates may be written in the language of the text', () => {
  expect(readGood(withFields('updated: 3/2/2026\npublished: 13 février 2026\ntitle: La comète\nlanguage: fr'))).toMatchObject({
    updatedOn: '2026-02-03',
    publishedAt: Date.parse('2026-02-13T00:00:00Z'),
  })
})

describe('what is wrong in front matter is named with its line in the file', () => {
  const title = 'title: The comet'
  test.each([
    ['an unknown field', `${title}\nauthor: Rosa`, 3, 'Unknown field `author`. Expected one of title, kicker, standfirst'],
    ['a field given twice', `${title}\nkicker: A\nkicker: B`, 4, 'The field `kicker` stands here a second time'],
    ['a list for a title', 'kicker: A\ntitle: [a, b]', 3, 'Expected text for `title`, found a list.'],
    ['a number for a title', 'title: 2026', 2, 'Expected text for `title`, found a number; put it in quotes.'],
    ['a colon without quotes', 'title: The comet: back again', 2, 'not valid YAML'],
    ['a broken list', `${title}\ntopics: [a, b`, 3, 'not valid YAML'],
    ['a title of two lines', 'title: |\n  one\n  two', 2, 'Expected `title` on one line'],
    ['a header smuggled into the title', 'title: "a\\r\\nBcc: evil@x.com"', 2, 'Expected `title` on one line'],
    ['an escaped override', `${title}\nkicker: "a\\u202Eb"`, 3, 'U+202E'],
    ['an escaped control', `${title}\ntopics:\n  - fine\n  - "a\\u0001b"`, 5, 'U+0001'],
    ['half a character', 'title: "a\\uD800b"', 2, 'U+D800'],
    ['a long title', `title: ${'a'.repeat(301)}`, 2, 'The title has 301 characters'],
    ['a language that is a name', `${title}\nlanguage: English`, 3, '"English" is not the code of a language'],
    ['a language that nobody speaks', `${title}\nlanguage: und`, 3, '"und" is not the code of a language'],
    ['an impossible date', `${title}\nupdated: 2026-02-30`, 3, 'The date in "2026-02-30" does not exist'],
    ['an impossible time', `${title}\npublished: 2026-02-30T07:00:00Z`, 3, 'does not exist'],
    ['a time without a zone', `${title}\npublished: 2026-02-13 07:00`, 3, 'has no zone'],
    ['no date', `${title}\nupdated: soon`, 3, 'There is no date in "soon"'],
    ['a priority in words', `${title}\npriority: high`, 3, 'Expected a whole number from 0 to 9 for `priority`'],
    ['a priority too high', `${title}\npriority: 10`, 3, 'Expected a whole number from 0 to 9'],
    ['a script for an address', `${title}\nsources:\n  - title: A\n    url: javascript:alert(1)`, 5, 'must begin with http:// or https://'],
    ['an address without protocol', `${title}\nsources: [{title: A, url: //evil.example}]`, 3, 'is not a web address'],
    ['an address with a password', `${title}\nsources: [{url: "https://a:b@example.org"}]`, 3, 'must not hold a user name'],
    ['an address with a user name', `${title}\nsources: [{url: "https://rosa@example.org"}]`, 3, 'must not hold a user name'],
    ['a long address', `${title}\nsources: [{url: "https://example.org/${'a'.repeat(2048)}"}]`, 3, 'longer than 2,048'],
    ['an unknown field in a source', `${title}\nsources:\n  - title: A\n    href: b`, 5, 'Unknown field `href` in a source'],
    ['an empty source', `${title}\nsources:\n  - title:`, 4, 'Expected a `title` or a `url`'],
    ['a list in a source', `${title}\nsources: [[a]]`, 3, 'Found a list'],
    ['an alias', `${title}\nkicker: &a A\nheadline: *a`, 4, 'Aliases such as *a are not read'],
    ['a tag', `${title}\nkicker: !!js/function "x"`, 3, 'not valid YAML'],
    ['a list of nothing', '- a\n- b', 2, 'Expected fields in the front matter'],
    ['text', 'The comet is back', 2, 'Expected fields in the front matter'],
  ])('%s', (_, fields, line, message) => {
    expect(problemsOf(withFields(fields))).toContainEqual({ line, message: containing(message) })
  })

  test('no title at all', () => {
    for (const text of [withFields('kicker: A'), withFields('title: ""'), `---\n---\n${body}`])
      expect(problemsOf(text)).toEqual([{ line: 1, message: containing('Expected a title') }])
  })

  test('front matter that never ends', () => {
    expect(problemsOf(`---\ntitle: A\n\n${body}`)).toEqual([{ line: 1, message: containing('never ends') }])
  })

  test('every fault at once, in the order of the lines, with CRLF as with LF', () => {
    const text = withFields('title: The comet\nauthor: Rosa\npriority: high\nupdated: 2026-02-30')
    expect(problemsOf(text).map(({ line }) => line)).toEqual([3, 4, 5])
    expect(problemsOf(text.replaceAll('\n', '\r\n'))).toEqual(problemsOf(text))
  })
})

describe('front matter is data and nothing else', () => {
  test('names that mean something to JavaScript are unknown fields', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(problemsOf(withFields(`title: A comet\n${name}: {polluted: yes}`))).toEqual([
        { line: 3, message: containing(`Unknown field \`${name}\``) },
      ])
      expect(problemsOf(withFields(`title: A comet\nsources: [{${name}: a, title: b}]`))).toHaveLength(1)
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('gaps and expressions of templates are text', () => {
    const text = '{{constructor}} {{#with __proto__}} ${process.exit()} <%= 1 %>'
    expect(readGood(withFields(`title: "${text}"`)).title).toBe(text)
  })

  test('JavaScript front matter is not run', () => {
    expect(problemsOf(`---js\n{ title: (() => { throw new Error('run') })() }\n---\n${body}`)[0]?.message).toContain('Expected')
  })

  test('a billion laughs are refused at once', () => {
    const laughs = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}*l${level}]`)
    const started = performance.now()
    expect(problemsOf(withFields(['title: A', 'l0: &l0 lol', ...laughs].join('\n'))).length).toBeGreaterThan(1)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('more than 64,000 characters of front matter are refused', () => {
    expect(problemsOf(withFields(`title: A\nkicker: ${'a'.repeat(64_000)}`))).toContainEqual({
      line: 2,
      message: containing('longer than 64,000'),
    })
  })
})
