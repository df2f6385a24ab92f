import { beforeAll, describe, expect, test } from 'vitest'
import { contrast, PALETTE, READABLE } from '../../../src/render/palette.ts'
import { renderIssue } from '../../../src/render/render-issue.ts'
import { joinParts } from './join-parts.ts'
import { ARABIC, CHINESE, HEBREW, issueOf, LAYLA, onTopics, story, TOPICS } from './sample-issue.ts'
import { declarations, inherited, inlineStyle, walkHtml, type Element } from './walk-html.ts'

const issue = issueOf([story(), ARABIC, CHINESE, HEBREW, story({ title: 'A second English story' })])
const mails: Record<string, string> = {}

/** With a budget that turns the last story into a line, so that every kind of part is there. */
beforeAll(async () => {
  for (const language of ['en', 'zh', 'ar']) {
    const { parts } = await renderIssue(issue, language)
    mails[language] = joinParts(parts, LAYLA, {
      format: 'html',
      stories: onTopics(issue),
      topicIds: TOPICS.map((topic) => topic.id),
      budget: 11_000,
    })
  }
})

describe.each(['en', 'zh', 'ar'])('a mail whose frame is %s', (language) => {
  const walk = () => walkHtml(mails[language] ?? '')
  const named = (...names: string[]) => walk().elements.filter((element) => names.includes(element.name))

  test('is whole: a doctype, every element closed, no mark, gap or expression left over', () => {
    expect(mails[language]).toMatch(/^<!doctype html>\n<html lang="(en|zh|ar)" dir="(ltr|rtl)"/)
    expect(mails[language]).not.toMatch(/\[\[|\]\]|\{\{|\}\}|[\u0000-\u0008]|\$[a-z]|undefined|\[object/)
    expect(walk().unclosed).toEqual([])
  })

  test('has title, charset, viewport and colour schemes in its head', () => {
    const metas = named('meta').map(({ attributes }) => attributes.charset ?? `${attributes.name ?? ''}: ${attributes.content ?? ''}`)
    expect(metas).toEqual([
      'utf-8',
      'viewport: width=device-width, initial-scale=1',
      'color-scheme: light dark',
      'supported-color-schemes: light dark',
    ])
    expect(walk().texts.find(({ parents }) => parents.at(-1)?.name === 'title')?.text).toBe(LAYLA.subject)
  })

  test('says of every text which language it is in and which way it runs', () => {
    const dirs = { en: 'ltr', zh: 'ltr', ar: 'rtl', he: 'rtl' } as Record<string, string>
    const scripts = { zh: /\p{Script=Han}/u, ar: /\p{Script=Arabic}/u, he: /\p{Script=Hebrew}/u, en: /[a-z]{3}/i }
    for (const { text, parents } of bodyTexts(language)) {
      if (text.includes('@') || LAYLA.preheader === text || /Broadsheet|Printers|London/.test(text)) continue
      const own = inherited(parents, 'lang') ?? ''
      const found = Object.entries(scripts).find(([, script]) => script.test(text))?.[0]
      expect(found === undefined || found === own, `"${text}" is marked as ${own}`).toBe(true)
      expect(inherited(parents, 'dir'), text).toBe(dirs[own])
    }
  })

  test('sets every paragraph, heading and list of a story on the side where its language begins', () => {
    const blocks = walk().elements.filter(({ name }) => ['h3', 'p', 'ul', 'li'].includes(name))
    const inStory = blocks.filter(({ parents }) =>
      parents.some(({ name, attributes }) => name === 'div' && attributes.lang !== undefined && attributes.role === undefined),
    )
    expect(inStory.length).toBeGreaterThan(10)
    for (const { parents } of inStory)
      expect(inlineStyle(parents, 'text-align')).toBe(inherited(parents, 'dir') === 'rtl' ? 'right' : 'left')
    for (const { attributes, parents } of named('ul', 'ol')) {
      expect(attributes.style).toContain(inherited(parents, 'dir') === 'rtl' ? 'padding-right' : 'padding-left')
    }
  })

  test('has one h1, and headings that go down step by step', () => {
    const levels = named('h1', 'h2', 'h3', 'h4').map(({ name }) => Number(name.slice(1)))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels[0]).toBe(1)
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
  })

  test('has tables only for layout', () => {
    expect(named('table').length).toBeGreaterThan(5)
    for (const { attributes } of named('table')) expect(attributes.role).toBe('presentation')
    expect(named('th', 'caption', 'thead')).toEqual([])
  })

  test('holds nothing that mail programs distrust', () => {
    const allowed = [
      'html',
      'head',
      'meta',
      'title',
      'style',
      'body',
      'div',
      'table',
      'tr',
      'td',
      'h1',
      'h2',
      'h3',
      'p',
      'ul',
      'ol',
      'li',
      'a',
      'span',
      'br',
    ]
    expect(walk().elements.filter(({ name }) => !allowed.includes(name))).toEqual([])
    const attributes = walk().elements.flatMap((element) => Object.keys(element.attributes))
    expect(attributes.filter((name) => name.startsWith('on') || ['id', 'src', 'background', 'srcset'].includes(name))).toEqual([])
    expect(mails[language]).not.toMatch(/url\(|position:|@import|expression\(|javascript:|data:/i)
    for (const { attributes: own } of named('a')) expect(own.href).toMatch(/^https:\/\/news\.example\//)
  })

  test('has texts of at least 14 pixels', () => {
    for (const { text, parents } of bodyTexts(language))
      expect(Number.parseInt(inlineStyle(parents, 'font-size') ?? '0'), text).toBeGreaterThanOrEqual(14)
  })

  test('has links at least 24 pixels high, that say where they lead', () => {
    const texts = walk().texts.filter(({ parents }) => parents.some(({ name }) => name === 'a'))
    expect(texts.length).toBeGreaterThan(8)
    for (const { text, parents } of texts) {
      expect(text.length, text).toBeGreaterThanOrEqual(2)
      expect(text).not.toMatch(/^(here|click here|more|这里|هنا)$/i)
      expect(lineHeight(parents), text).toBeGreaterThanOrEqual(24)
    }
  })

  test('can be read on its own ground in light, in dark and where a program turns light colours into dark ones', () => {
    for (const { text, parents } of bodyTexts(language)) {
      const [colour = '', ground = ''] = [inlineStyle(parents, 'color'), inlineStyle(parents, 'background-color')]
      expect(contrast(colour, ground), text).toBeGreaterThanOrEqual(READABLE)
      expect(contrast(turnedOver(colour), turnedOver(ground)), `${text}, turned over`).toBeGreaterThanOrEqual(READABLE)
    }
  })

  test('has a dark twin for every colour that stands inline', () => {
    const dark = /prefers-color-scheme: dark\) \{([\s\S]*?)<\/style>/.exec(mails[language] ?? '')?.[1] ?? ''
    const classes = new Set([...dark.matchAll(/\.([a-z]+)[ ,{]/g)].map(([, name]) => name))
    const coloured = walk().elements.filter(({ attributes }) =>
      /(?:^|;)(?:color|background-color|border[a-z-]*):[^;]*#/.test(attributes.style ?? ''),
    )
    expect(coloured.length).toBeGreaterThan(20)
    for (const element of coloured)
      expect(isTwinned(element, classes), `<${element.name} style="${element.attributes.style ?? ''}">`).toBe(true)
    for (const [, colour = ''] of dark.matchAll(/[^-]color: (#[0-9a-f]{6})/g)) {
      if (colour !== PALETTE.paper.dark && !dark.includes(`background-color: ${colour}`))
        expect(contrast(colour, PALETTE.paper.dark)).toBeGreaterThanOrEqual(READABLE)
    }
  })

  const bodyTexts = (key: string) => walkHtml(mails[key] ?? '').texts.filter(({ parents }) => parents.some(({ name }) => name === 'body'))
})

function lineHeight(parents: Element[]): number {
  const value = inlineStyle(parents, 'line-height') ?? '1'
  return value.endsWith('px')
    ? Number.parseFloat(value)
    : Number.parseFloat(value) * Number.parseFloat(inlineStyle(parents, 'font-size') ?? '16')
}

// Plain divs take their dark colours from the paper that they lie on; the link in the button takes its own from the button.
function isTwinned({ name, attributes, parents }: Element, classes: Set<string | undefined>): boolean {
  const own = (attributes.class ?? '').split(' ')
  const around = parents.flatMap((parent) => (parent.attributes.class ?? '').split(' '))
  return (
    own.some((word) => classes.has(word)) ||
    ['div', 'body'].includes(name) ||
    around.includes('button') ||
    (name === 'table' && around.some((word) => ['rule', 'hair'].includes(word)))
  )
}

/** What programs without a dark style of the sender do: they turn the lightness over and keep the hue. */
function turnedOver(colour: string): string {
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16))
  const shift = 255 - Math.max(...channels) - Math.min(...channels)
  return `#${channels.map((channel) => (channel + shift).toString(16).padStart(2, '0')).join('')}`
}

test('inline styles are taken apart as the tests need it', () => {
  expect(declarations('color:#fff;padding:0 1px')).toEqual([
    ['color', '#fff'],
    ['padding', '0 1px'],
  ])
})
