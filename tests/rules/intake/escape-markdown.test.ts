import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import { expect, test } from 'vitest'
import { cleanText } from '../../../src/domain/clean-text.ts'
import { escapeMarkdown } from '../../../src/intake/plain/escape-markdown.ts'
import { markdownOf } from '../../../src/intake/plain/markdown-of.ts'

const markdown = new MarkdownIt({ html: true }).use(cjkFriendly)
const html = (text: string) => markdown.utils.escapeHtml(text)

test.each([
  '**x** and __y__ and ~~z~~',
  '<script>alert(1)</script>',
  '{{constructor}} {{{x}}}',
  '1. not a list',
  '1986) nor this',
  '# not a heading',
  '> not a quotation',
  '- not an item',
  '+ nor this',
  '---',
  '```js',
  '~~~',
  '[link](https://example.org) ![picture](x.png)',
  '[a]: https://example.org',
  '<https://example.org>',
  '&lt;b&gt; &amp; &#35; AT&T',
  'a `code` b',
  'back\\slash\\',
  '| a | b |',
  '**“引号”**后文',
  'x_y_z * 2 < 3 > 1',
  '===',
])('%s prints literally', (text) => {
  expect(markdown.render(escapeMarkdown(text))).toBe(`<p>${html(text)}</p>\n`)
})

test('what needs no escaping has none', () => {
  const text = 'The U.S. (and “Europe”) said: 17% — that’s it! Really? #1, a+b, a-b; 3.5 > 2'
  expect(escapeMarkdown(text)).toBe(text)
})

const MARKS = '*_`~<>[]()!#+-=|\\&;:.1a 中“{}\'"'
const line = fc
  .oneof(fc.string({ unit: fc.constantFrom(...Array.from(MARKS)) }), fc.string({ unit: 'grapheme' }))
  .map(cleanText)
  .filter((text) => text !== '')

test('number signs at the end of a heading are no closing marks', () => {
  for (const heading of ['We are ##', '#', 'C#', 'a \\ #'])
    expect(markdown.render(markdownOf([{ heading, blocks: [] }]))).toBe(`<h2>${html(heading)}</h2>\n`)
})

test('any line prints literally: as paragraph, item and heading', () => {
  fc.assert(
    fc.property(line, (text) => {
      const blocks = [
        { kind: 'list' as const, ordered: false, items: [text, text], onlyLinks: false },
        { kind: 'paragraph' as const, text },
      ]
      const expected = `<h2>${html(text)}</h2>\n<ul>\n<li>${html(text)}</li>\n<li>${html(text)}</li>\n</ul>\n<p>${html(text)}</p>\n`
      expect(markdown.render(markdownOf([{ heading: text, blocks }]))).toBe(expected)
    }),
    { numRuns: 1000 },
  )
})
