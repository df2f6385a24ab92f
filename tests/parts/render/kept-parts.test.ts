import { expect, test } from 'vitest'
import type { IssueToRender } from '../../../src/domain/issue-to-render.ts'
import { keptParts } from '../../../src/flow/kept-parts.ts'
import { renderIssue } from '../../../src/render/render-issue.ts'
import { briefing } from '../../support/world.ts'

const issue = (title: string, counted?: (url: string) => string): IssueToRender => ({
  ...{ digest: { names: { en: 'Morning' } }, number: 1, date: '2026-03-10', senderName: 'The River', postalAddress: 'Quay 1', topics: [] },
  stories: [{ position: 0, content: { ...briefing({ key: 'quay', title }) }, url: 'https://example.org/b/quay' }],
  webUrl: 'https://example.org/',
  ...(counted && { counted }),
})

test('the parts of an issue are made once, and anew as soon as a word, the language or the counting of clicks is another', async () => {
  const first = await keptParts(issue('The quay'), 'en')
  expect(await keptParts(issue('The quay'), 'en')).toBe(first)
  expect(first).toEqual(await renderIssue(issue('The quay'), 'en'))
  expect(await keptParts(issue('The pier'), 'en')).not.toEqual(first)
  expect(await keptParts(issue('The quay'), 'zh')).not.toEqual(first)
  expect(
    await keptParts(
      issue('The quay', (url) => `${url}?c`),
      'en',
    ),
  ).not.toBe(first)
})

test('only the last few are kept', async () => {
  const first = await keptParts(issue('Story 0'), 'en')
  for (let number = 1; number < 10; number++) await keptParts(issue(`Story ${number}`), 'en')
  expect(await keptParts(issue('Story 0'), 'en')).not.toBe(first)
})
