import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintTemplate } from '../../../src/render/lint-template.ts'
import { lintWords } from '../../../src/render/lint-words.ts'
import { told } from '../../support/told.ts'

const folder = new URL('../../../templates/', import.meta.url)
const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => /\.(?:mjml|hbs|txt)$/.test(file))

test('the templates were found', () => {
  expect(files).toContain('email/edition.mjml')
})

test.each(files)('%s quotes its attributes, escapes what it prints, runs nothing and loads nothing from elsewhere', (file) => {
  const source = readFileSync(new URL(file, folder), 'utf8')
  expect(lintTemplate(file, source, source)).toEqual([])
})

describe('a template of one’s own is told', () => {
  const OURS = '<p title="{{title}}">{{#each stories}}{{name}}{{/each}}{{{bodyHtml}}}</p>'
  test.each([
    ['<p title={{title}}>x</p>', 1, 'quotes'],
    ['<p>\n<b onclick="x()">x</b></p>', 2, 'runs something'],
    ['<p>\n\n<img src="https://elsewhere.example/x.png"></p>', 3, 'loads it from elsewhere'],
    ['<script>alert(1)</script>', 1, 'runs something'],
    ['<p>{{{title}}}</p>', 1, 'Write {{title}}'],
    ['<p>\n{{#each stories}}{{nobody}}{{/each}}</p>', 2, '"nobody" here. There are: bodyHtml, name, stories, title'],
    ['<p>\n\n{{#each stories}}</p>', 3, 'cannot be read'],
    ['{{lookup stories title}}', 1, 'Nothing is called "lookup"'],
  ])('what is wrong in %j, and in which line', (source, line, says) => {
    expect(told(lintTemplate('pages/x.hbs', source, OURS))).toMatchObject([{ line, message: expect.stringContaining(says) as string }])
  })

  test('that a mail lacks a part, and a colour that there is not', () => {
    const ours = files.includes('email/edition.mjml') ? readFileSync(new URL('email/edition.mjml', folder), 'utf8') : ''
    const faults = lintTemplate('email/edition.mjml', ours.replace('[[story]]', '[[stroy]]').replace('$ink', '$inkk'), ours)
    expect(told(faults).map(({ message }) => message)).toEqual([
      expect.stringContaining('the marks story, stroy') as string,
      expect.stringContaining('$inkk is neither a colour') as string,
    ])
  })
})

describe('words of one’s own are told', () => {
  const english = { hello: 'Hello {name}', stories: { one: '{count} story', other: '{count} stories' } }
  const lint = (words: unknown, language = 'en') =>
    told(lintWords(typeof words === 'string' ? words : JSON.stringify(words, null, 1), { language, english }))
  test('nothing where they are right, in the forms of their language', () => {
    expect(lint({ '//': 'mine', hello: '{name}, hello' })).toEqual([])
    expect(lint({ stories: { other: '{count} 篇' } }, 'zh')).toEqual([])
  })
  test.each([
    [{ hello: 'Hello' }, 2, 'same names as ours: {name}'],
    [{ hello: 'Hello {name} {rank}' }, 2, 'same names'],
    [{ hello: '{name}!', helo: 'x' }, 3, 'nobody asks for'],
    [{ stories: { other: 'x' } }, 2, 'plural forms of the language: one, other'],
    [{ stories: 'x' }, 2, 'plural forms'],
    ['{\n"hello": }', 2, 'no JSON'],
    [[], 1, 'an object'],
  ])('what is wrong in %j', (words, line, says) => {
    expect(lint(words)).toMatchObject([{ line, message: expect.stringContaining(says) as string }])
  })
})
