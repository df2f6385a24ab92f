import { describe, expect, test } from 'vitest'
import { markdownToHtml } from '../../../src/render/markdown.ts'

describe('the full text of a briefing', () => {
  test('has its headings below the title of the page, its lists and its emphasis', () => {
    expect(markdownToHtml('# One\n\n## Two\n\n- a **b**\n- c')).toBe(
      '<h2>One</h2>\n<h3>Two</h3>\n<ul>\n<li>a <strong>b</strong></li>\n<li>c</li>\n</ul>\n',
    )
  })

  test('has emphasis in Chinese, where no blank stands beside it', () => {
    expect(markdownToHtml('**“引号”**后文')).toBe('<p><strong>“引号”</strong>后文</p>\n')
  })

  test('has tables', () => {
    expect(markdownToHtml('| a | b |\n|---|---|\n| 1 | 2 |')).toContain('<td>1</td>')
  })

  test('links to the web, without vouching for it', () => {
    expect(markdownToHtml('[the report](https://example.org/a?b=1&c=2)')).toBe(
      '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener nofollow">the report</a></p>\n',
    )
  })
})

describe('what could harm a reader', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg><style><img src=x onerror=alert(1)></style></svg>',
    '<!--[if mso]><script>alert(1)</script><![endif]-->',
    '<div style="position:fixed">x</div>',
    '![picture](https://example.org/tracker.png)',
    '<a href="javascript:alert(1)">x</a>',
    '<mj-include path="/etc/passwd" />',
  ])('is printed or left out: %s', (text) => {
    expect(markdownToHtml(text).replaceAll(/&lt;.*?&gt;/gs, '')).not.toMatch(/<(?!\/?(?:p|span|a)\b)|onerror=[^&]*>|style="|tracker/i)
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//evil.example/x',
    'vbscript:x',
    'https://name:secret@evil.example/',
    '/relative',
    `https://example.org/${'x'.repeat(3000)}`,
  ])('is no link: %s', (url) => {
    expect(markdownToHtml(`[read this](${url})`)).not.toContain('href')
    expect(markdownToHtml(`[read this](${url})`)).toContain('read this')
  })

  test.each([
    ['[https://bank.example/login](https://evil.example/x)', 'evil.example'],
    ['[www.bank.example](https://evil.example/x)', 'evil.example'],
    ['[bank.example](https://evil.example/x)', 'evil.example'],
    ['[**bank.example**/login](https://evil.example/x)', 'evil.example'],
    ['[`bank.example`](https://evil.example/x)', 'evil.example'],
  ])('cannot be dressed up as another address: %s', (text, host) => {
    const html = markdownToHtml(text)
    expect(html).not.toContain('bank')
    expect(html).toContain(host)
  })

  test.each([
    '[https://example.org/a](https://example.org/a)',
    '[www.example.org](https://example.org/a)',
    '[version 2.5 of the plan](https://example.org/a)',
    '[e.g. this](https://example.org/a)',
  ])('is not suspected where there is nothing to suspect: %s', (text) => {
    expect(markdownToHtml(text)).toContain(`>${/\[(.*)\]/.exec(text)?.[1] ?? ''}</a>`)
  })

  test('in the order of letters, or hidden, is gone', () => {
    expect(markdownToHtml('safe\u202Egnp.exe\u200B\u0000')).toBe('<p>safegnp.exe</p>\n')
  })

  test('by its depth ends without a fuss', () => {
    const start = performance.now()
    expect(markdownToHtml('>'.repeat(50_000)).length).toBeGreaterThan(0)
    expect(markdownToHtml(`${'['.repeat(50_000)}x`).length).toBeGreaterThan(0)
    expect(markdownToHtml('<b>'.repeat(50_000)).length).toBeGreaterThan(0)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
