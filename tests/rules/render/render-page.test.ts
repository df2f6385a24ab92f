import { expect, test } from 'vitest'
import { renderPage } from '../../../src/render/render-page.ts'

test.each(['../email/edition', 'a/b', '__proto__', '', 'Layout', 'a.b'])('no page is called %j', (name) => {
  expect(() => renderPage(name, { title: 'x', language: 'en' })).toThrow('is not the name of a page')
})

test('a page that nobody has written is a mistake', () => {
  expect(() => renderPage('no-such-page', { title: 'x', language: 'en' })).toThrow('no-such-page')
})
