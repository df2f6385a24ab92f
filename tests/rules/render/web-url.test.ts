import { expect, test } from 'vitest'
import { ownUrl, webUrl } from '../../../src/render/web-url.ts'

test.each([
  ['https://example.org/a b', 'https://example.org/a%20b'],
  ['http://localhost:3000/b/x', 'http://localhost:3000/b/x'],
  ['https://例え.example/', 'https://xn--r8jz45g.example/'],
  ['https://example.org/"onclick="x', 'https://example.org/%22onclick=%22x'],
])('%s may stand in a link', (text, expected) => {
  expect(webUrl(text)).toBe(expected)
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  '//evil.example',
  'mailto:a@example.org',
  'https://a:b@example.org/',
  '/b/x',
  '',
  `https://example.org/${'x'.repeat(2000)}`,
])('%s may not', (text) => {
  expect(webUrl(text)).toBeUndefined()
  expect(() => ownUrl(text)).toThrow('no web address')
})
