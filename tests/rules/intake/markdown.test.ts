import { describe, expect, test } from 'vitest'
import { containing } from './containing.ts'
import { problemsOf, readGood } from './read-text.ts'

const words = 'Rosa in São Paulo was the first to see the comet, on Tuesday night, above the western horizon.'

describe('a title from the text', () => {
  test('the first heading of the first level serves, and leaves the body', () => {
    const briefing = readGood(`# The *comet* is [back](https://example.org)\n\n${words}\n\n## Where\n\n# Not a title\n`, 'comet.md')
    expect(briefing).toMatchObject({ title: 'The comet is back', headline: 'The comet is back', key: 'comet' })
    expect(briefing.body).toBe(`${words}\n\n## Where\n\n# Not a title`)
    expect(briefing.sections.map(({ heading }) => heading)).toEqual(['', 'Where', 'Not a title'])
  })

  test('so does one that is underlined', () => {
    expect(readGood(`The comet is back\n=================\n\n${words}`, 'comet.md')).toMatchObject({
      title: 'The comet is back',
      body: words,
    })
  })

  test('a heading that repeats the title of the front matter leaves the body, another one stays', () => {
    expect(readGood(`---\ntitle: The comet\n---\n\n# The comet\n\n${words}`).body).toBe(words)
    expect(readGood(`---\ntitle: The comet\n---\n\n# A section\n\n${words}`).body).toBe(`# A section\n\n${words}`)
  })

  test('a heading in a quotation or in code is no title', () => {
    for (const text of [`> # The comet\n\n${words}`, `\`\`\`\n# The comet\n\`\`\`\n\n${words}`])
      expect(problemsOf(text, 'comet.md')).toEqual([{ line: 1, message: containing('Expected a title') }])
  })

  test('one that is too long is named with its line', () => {
    expect(problemsOf(`---\nkicker: A\n---\n\n# ${'Comets '.repeat(50)}\n\n${words}`)).toEqual([
      { line: 5, message: containing('The title has 349 characters') },
    ])
  })
})

describe('the body', () => {
  test('stays as it was written', () => {
    const body = `Intro with **bold**, <b>html</b>, {{x}} and a [link](https://example.org "t").\n\n\tcode\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| c | d |\n\n${words}`
    expect(readGood(`---\ntitle: A comet\n---\n\n\n${body}\n\n\n`).body).toBe(body)
  })

  test('loses what hides in it', () => {
    expect(readGood(`---\ntitle: A comet\n---\nCo\u00ADmet\u200B\uFEFF. ${words}`).body).toBe(`Comet. ${words}`)
  })
})

test('its sections hold plain text: lists of all depths, tables by row, pictures by their description', () => {
  const text = `---
title: A comet
---
It is **bright**, says [Rosa](https://example.org), and \`large\`,
a &amp; \\*b\\*.

## Where *to* look

- Low, above the horizon
  - west
    of Rio

  A second paragraph

- ![Venus](venus.png) left of it

1. First
2. Second

> Quoted

| a | b |
|---|---|
| c |   |

    code  here

***

### **“引号”**后文
中文第一行
第二行
`
  expect(readGood(text).sections).toEqual([
    { heading: '', paragraphs: ['It is bright, says Rosa, and large, a & *b*.'], bullets: [] },
    {
      heading: 'Where to look',
      paragraphs: ['Quoted', 'a · b', 'c', 'code here'],
      bullets: ['Low, above the horizon', 'west of Rio', 'A second paragraph', 'Venus left of it', 'First', 'Second'],
    },
    { heading: '“引号”后文', paragraphs: ['中文第一行第二行'], bullets: [] },
  ])
})
