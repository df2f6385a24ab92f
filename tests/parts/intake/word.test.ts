import { describe, expect, test } from 'vitest'
import { htmlToMarkdown } from '../../../src/intake/word/html-to-markdown.ts'
import { readWord } from '../../../src/intake/word/read-word.ts'
import { makeZip } from '../../support/make-zip.ts'

const TYPES = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
const RELATIONS = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
const paragraph = (text: string, style = '', run = '') =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:rPr>${run}</w:rPr><w:t>${text}</w:t></w:r></w:p>`
const docx = (body: string, wanted = {}) =>
  makeZip(
    {
      '[Content_Types].xml': TYPES,
      '_rels/.rels': RELATIONS,
      'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    },
    wanted,
  )

describe('what a word processor writes becomes clean Markdown', () => {
  test.each([
    ['<h2>Harbour</h2><p>One <b>bold</b> and <i>slanted</i> word.</p>', '## Harbour\n\nOne **bold** and *slanted* word.'],
    ['<b style="font-weight:normal"><p>A <span style="font-weight:700">bold</span> word</p></b>', 'A **bold** word'],
    ['<ul><li><p>a</p></li><li>b<ul><li>c</li></ul></li></ul>', '- a\n- b\n  - c'],
    ['<ol start="3"><li>x</li><li>y</li></ol>', '3. x\n4. y'],
    ['<p class=MsoListParagraph><![if !supportLists]>·&nbsp;<![endif]>Item</p>', '- Item'],
    ['<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>', '| A   | B   |\n| --- | --- |\n| 1   | 2   |'],
    ['<p>港口<strong>“开放”</strong>了</p>', '港口**“开放”**了'],
    ['<a href="javascript:alert(1)">x</a><script>alert(1)</script><img src=x onerror=alert(1)><style>p{}</style>', 'x'],
    ['<p>&lt;script&gt; *stars* \u202Eevil</p>', '<script> \\*stars\\* evil'],
  ])('%s', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown)
  })

  test('a Word document with its title, words and emphasis', async () => {
    const bytes = docx(paragraph('The quay is mended', 'Heading1') + paragraph('Boats may land.', '', '<w:b/>'))
    expect(await readWord({ kind: 'docx', bytes })).toEqual({ ok: true, markdown: '# The quay is mended\n\n**Boats may land.**' })
  })
})

describe('what was made to do harm is given up', () => {
  test('a document that grows a thousandfold, whatever it claims', async () => {
    const bomb = docx(`<!--${' '.repeat(70_000_000)}-->`, { claim: 100 })
    expect(bomb.length).toBeLessThan(200_000)
    expect(await readWord({ kind: 'docx', bytes: bomb })).toEqual({ ok: false, reason: 'too-large' })
  })

  test('what is no document', async () => {
    expect(await readWord({ kind: 'docx', bytes: Buffer.from('PK\x03\x04 and nothing more') })).toEqual({ ok: false, reason: 'unreadable' })
    expect(await readWord({ kind: 'docx', bytes: makeZip({ 'a.txt': 'a' }) })).toEqual({ ok: false, reason: 'unreadable' })
    expect(await readWord({ kind: 'html', bytes: Buffer.alloc(4_000_001, 97) })).toEqual({ ok: false, reason: 'too-large' })
  })

  test('html that would keep a parser busy, without holding anybody up', async () => {
    let ticks = 0
    const clock = setInterval(() => ticks++, 20)
    expect(await readWord({ kind: 'html', bytes: Buffer.from('<b>'.repeat(300_000)) }, 1000)).toEqual({ ok: false, reason: 'too-slow' })
    clearInterval(clock)
    expect(ticks).toBeGreaterThan(20)
  })
})
