import { beforeAll, expect, test } from 'vitest'
import { renderIssue } from '../../../src/render/render-issue.ts'
import { corpusLines, describeCorpora } from '../../support/corpora.ts'
import { joinParts } from './join-parts.ts'
import { ARABIC, issueOf, LAYLA, onTopics, story } from './sample-issue.ts'
import { declarations, walkHtml } from './walk-html.ts'

type Feature = { slug: string; latest: Record<string, string> }

describeCorpora('the mail in Gmail, Outlook for Windows and Apple Mail', () => {
  const support = new Map((corpusLines('caniemail/features.jsonl') as Feature[]).map(({ slug, latest }) => [slug, latest]))
  let html = ''

  beforeAll(async () => {
    const issue = issueOf([story(), ARABIC, story(), story(), ARABIC])
    const { parts } = await renderIssue(issue, 'en')
    html = joinParts(parts, LAYLA, { format: 'html', stories: onTopics(issue), topicIds: [1, 2, 3], budget: 11_000 })
  })

  test('uses inline only what all three understand, at least in part', () => {
    const { elements } = walkHtml(html)
    const properties = elements.flatMap(({ attributes }) => declarations(attributes.style).map(([property]) => property))
    const attributes = elements.flatMap((element) => Object.keys(element.attributes))
    const slugs = new Set([
      ...properties.map(slugOfProperty),
      ...attributes.map(slugOfAttribute),
      ...elements.map(({ name }) => slugOfElement(name)),
    ])
    expect(slugs.size).toBeGreaterThan(25)
    expect([...slugs].filter((slug) => slug !== undefined).flatMap((slug) => lacking(slug))).toEqual([])
  })

  test('uses in its style elements nothing else, but for the media queries that dark colours and phones need', () => {
    const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, rules = '']) => rules)
    expect(styles.length).toBeGreaterThan(0)
    const properties = styles.flatMap((rules) => [...rules.matchAll(/([a-z-]+): [^;{}]+(?:;|\s?\})/g)].map(([, property = '']) => property))
    const slugs = new Set([
      ...properties.map(slugOfProperty),
      'css-selector-class',
      'css-selector-type',
      'css-selector-descendant',
      'css-selector-grouping',
      'css-important',
    ])
    expect([...slugs].flatMap((slug) => lacking(slug))).toEqual([])
    expect(new Set(styles.flatMap((rules) => rules.match(/@[a-z-]+[^{]*/g) ?? []))).toEqual(
      new Set(['@media only screen and (max-width: 480px) ', '@media (prefers-color-scheme: dark) ']),
    )
    // Gmail drops a style element of more than 16 KB, and older ones of more than 8,192 characters.
    for (const rules of styles) expect(rules.length).toBeLessThan(8192)
  })

  /** Its own entry where it has one, such as border-radius; else that of its group, such as border for border-top. */
  function slugOfProperty(property: string): string {
    const names = [property, property.split('-')[0] ?? property].map((name) => `css-${name}`)
    return property === 'color' ? 'html-span' : (names.find((name) => support.has(name)) ?? `css-${property}`)
  }

  /** The programs that do not understand it. A feature that nobody lists is a mistake in this test. */
  function lacking(slug: string): string[] {
    const latest = support.get(slug)
    if (!latest) return [`${slug} is not in the list`]
    const programs = Object.entries(latest).filter(([program]) =>
      /^(?:gmail\.(?!mobile-webmail)|outlook\.windows$|apple-mail\.)/.test(program),
    )
    return programs.filter(([, answer]) => !/^[ya]/.test(answer)).map(([program]) => `${slug} in ${program}`)
  }
})

/** Undefined for what every program has always understood and caniemail therefore does not list. */
function slugOfAttribute(name: string): string | undefined {
  const plain = ['href', 'class', 'style', 'border', 'charset', 'name', 'content', 'xmlns:o', 'aria-roledescription']
  return plain.includes(name) ? undefined : `html-${name}`
}

function slugOfElement(name: string): string | undefined {
  if (['ul', 'ol', 'li'].includes(name)) return 'html-lists'
  if (/^h[1-6]$/.test(name)) return 'html-h1-h6'
  const plain = ['html', 'head', 'meta', 'title', 'a', 'br', 'tr', 'td']
  return plain.includes(name) ? undefined : `html-${name}`
}
