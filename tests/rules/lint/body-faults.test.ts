import { describe, expect, test } from 'vitest'
import { idsOf } from './ids-of.ts'
import { ONE_CLICK_URL, soundMessage, type Change } from './sound-message.ts'
import { inBoth, inHtml, inText, type Spoiled } from './spoiled.ts'

const WAY_OUT = `<p><a href="${ONE_CLICK_URL}" style="color:#000">Unsubscribe</a></p>`
const FILL = `<p>${'The talks went on through the night. '.repeat(50)}</p>`

const LANGUAGES: Spoiled[] = [
  { found: 'html that names no language', ids: ['B7', 'J2'], change: inHtml('<html lang="en"', '<html') },
  { found: 'html in the language "und"', ids: ['B7'], change: inHtml('<html lang="en"', '<html lang="und"') },
  { found: 'html in another language than the reader gets', ids: ['B7'], change: inHtml('<html lang="en"', '<html lang="fr"') },
  {
    found: 'English html from right to left',
    ids: ['B7', 'B7', 'B7', 'B7', 'B7', 'B7'],
    change: inHtml('<html lang="en" dir="ltr"', '<html lang="en" dir="rtl"'),
  },
  {
    found: 'a little Arabic html from left to right',
    ids: ['B7', 'B7'],
    change: {
      html: (html) =>
        html.replace('<html lang="en" dir="ltr"', '<html lang="ar" dir="ltr"').replace(/<body([^>]*)>/, '<body$1 lang="en" dir="ltr">'),
    },
  },
  { found: 'a Chinese heading without its lang', ids: ['B7'], change: inHtml('<h2 lang="zh-Hans">', '<h2>') },
  { found: 'an Arabic heading without its dir', ids: ['B7'], change: inHtml('<h2 lang="ar" dir="rtl">', '<h2 lang="ar">') },
  {
    found: 'an Arabic heading in a cell that CSS turns left to right',
    ids: ['B7'],
    change: inHtml('<h2 lang="ar" dir="rtl">', '<h2 lang="ar" dir="rtl" style="direction:ltr">'),
  },
  { found: 'an English story where the language is Chinese', ids: ['B7'], change: inHtml('<h3>Ceasefire', '<h3 lang="zh">Ceasefire') },
  { found: 'a lang that is none', ids: ['B7'], change: inHtml('<h3>Ceasefire', '<h3 lang="english">Ceasefire') },
  { found: 'a direction mark in the text', ids: ['B8'], change: inText('No. 42', '\u200ENo. 42') },
  { found: 'a Chinese line of text that nobody wrapped', ids: ['B8'], change: inText('国际', `国际\n${'停火协议已经生效'.repeat(6)}`) },
  { found: 'a line that begins in the middle of a letter', ids: ['B8'], change: inText('No. 42', 'No. 42\n\u0301') },
  {
    found: 'English html for a reader of Arabic, and an address in the middle of an Arabic line',
    ids: ['B7', 'B8', 'B9', 'D9'],
    change: inText('الاقتصاد\n\nPrices fall in Cairo\n', 'الاقتصاد\n\nPrices fall in Cairo\nاقرأ '),
    context: { language: 'ar' },
  },
  {
    found: 'a soft hyphen in a title',
    ids: ['B10'],
    change: {
      html: (html) => html.replace('Prices fall', 'Pri\u00ADces fall'),
      text: (text) => text.replace('Prices fall', 'Pri\u00ADces fall'),
    },
  },
]

const RENDERING: Spoiled[] = [
  { found: 'html of 95,000 bytes', ids: ['J1'], change: long(95_000) },
  { found: 'html of 103,000 bytes', ids: ['J1'], change: long(103_000) },
  { found: 'a way out that only comes after 96,000 bytes', ids: ['D9', 'D9', 'D9', 'J1'], change: long(96_000, '') },
  { found: 'html of 85,000 bytes with a way out at its end only', ids: ['D9', 'D9'], change: long(85_000, '') },
  {
    found: 'html of 85,000 bytes with both ways out at its end',
    ids: ['D9'],
    change: {
      html: (html) => (long(85_000, '').html ?? String)(html).replace('<p style="font-size:14px">', `${WAY_OUT}<p style="font-size:14px">`),
    },
  },
  { found: 'a way out after 96,000 bytes of text', ids: ['D9'], change: inText('WORLD BRIEF', 'Peace and again peace.\n'.repeat(4200)) },
  { found: 'no doctype', ids: ['J2'], change: inHtml('<!doctype html>\n', '') },
  { found: 'no direction', ids: ['J2'], change: inHtml(' dir="ltr"', '') },
  { found: 'a title other than the subject', ids: ['J2'], change: inHtml('<title>', '<title>News: ') },
  { found: 'no charset', ids: ['J2'], change: inHtml('<meta charset="utf-8">\n', '') },
  { found: 'no viewport', ids: ['J2'], change: inHtml(/<meta name="viewport"[^>]*>\n/, '') },
  { found: 'no supported-color-schemes', ids: ['J2'], change: inHtml(/<meta name="supported-color-schemes"[^>]*>\n/, '') },
  { found: 'a layout table without its role', ids: ['J3'], change: inHtml('<table role="presentation" class', '<table class') },
  {
    found: 'a layout table without its role that only Outlook sees',
    ids: ['J3'],
    change: inHtml('<table role="presentation" width="600"><tr><td><![endif]', '<table width="600"><tr><td><![endif]'),
  },
  { found: 'a header cell in a layout table', ids: ['J3'], change: inHtml('<tr><td>\n<h1', '<tr><th>x</th></tr><tr><td>\n<h1') },
  { found: 'a picture without alt', ids: ['J3'], change: inHtml(' alt="Map of the front"', '') },
  { found: 'a picture without height', ids: ['J3'], change: inHtml(' height="80"', '') },
  { found: 'two h1', ids: ['J3'], change: inHtml('<p>No. 42, 22 November 2026</p>', '<h1>No. 42</h1>') },
  { found: 'a heading level left out', ids: ['J3', 'J3'], change: { html: (html) => html.replaceAll('h3>', 'h4>') } },
  { found: 'a link that says "click here"', ids: ['J3'], change: inHtml('Read the full briefing', 'Click here.') },
  { found: 'a link that says 这里', ids: ['J3'], change: inHtml('>Read the full briefing', ' lang="zh">这里') },
  { found: 'a link without words', ids: ['J3'], change: inHtml('Read the full briefing', '') },
  { found: 'grey on white', ids: ['J3'], change: inHtml('<p style="font-size:14px">', '<p style="font-size:14px;color:#999">') },
  { found: 'white on a white cell', ids: ['J3'], change: inHtml('<p>No. 42', '<p style="color:white">No. 42') },
  {
    found: 'a button that is hard to read',
    ids: ['J3'],
    change: inHtml('background:#9c2a1f;color:#ffffff', 'background:#9c2a1f;color:rgb(180, 100, 90)'),
  },
  { found: 'text of 12 pixels', ids: ['J3'], change: inHtml('<p style="font-size:14px">', '<p style="font-size:12px">') },
  { found: 'text of nine points', ids: ['J3'], change: inHtml('<p style="font-size:14px">', '<p style="font-size:9pt">') },
  { found: 'a button of 20 pixels', ids: ['J3'], change: inHtml('padding:10px 20px;', 'padding:0 20px;') },
  {
    found: 'words that only the style sheet hides',
    ids: ['J4'],
    change: inHtml('.page { margin', '.wide { display: none } .page { margin'),
  },
  {
    found: 'words that only the style sheet adds',
    ids: ['J4'],
    change: inHtml('.page { margin', '.page::before { content: "New!" } .page { margin'),
  },
  { found: 'a layout that Outlook does not know', ids: ['J4'], change: inHtml('<p>No. 42', '<p style="display:flex">No. 42') },
  { found: 'a CSS variable', ids: ['J4'], change: inHtml('<p>No. 42', '<p style="margin:var(--gap)">No. 42') },
  { found: 'no colours for dark mode', ids: ['J5'], change: inHtml(/@media \(prefers-color-scheme: dark\).*\n/, '') },
]

const SAFETY: Spoiled[] = [
  { found: 'a script', ids: ['J6'], change: inHtml('<p>No. 42', '<script>x()</script><p>No. 42') },
  { found: 'a script that only Outlook sees', ids: ['J6'], change: inHtml('<!--[if mso]><table', '<!--[if mso]><script></script><table') },
  { found: 'a form', ids: ['J6'], change: inHtml('<p>No. 42', '<form></form><p>No. 42') },
  { found: 'an onclick', ids: ['J6'], change: inHtml('<p>No. 42', '<p onclick="x()">No. 42') },
  {
    found: 'a javascript link',
    ids: ['J6'],
    change: inHtml('<p>No. 42', '<p><a href="java\tscript:alert(1)" style="color:#000">Open</a> No. 42'),
  },
  { found: 'a data picture', ids: ['J6'], change: inHtml('https://news.example.com/map.png', 'data:image/png;base64,AAAA') },
  {
    found: 'a protocol-relative link',
    ids: ['J6'],
    change: inHtml('<p>No. 42', '<p><a href="//evil.example" style="color:#000">Open</a> No. 42'),
  },
  {
    found: 'an external style sheet',
    ids: ['J6'],
    change: inHtml('<style>', '<link rel="stylesheet" href="https://news.example.com/a.css"><style>'),
  },
  { found: 'a base', ids: ['J6'], change: inHtml('<style>', '<base href="https://news.example.com/"><style>') },
  { found: 'a refresh', ids: ['J6'], change: inHtml('<style>', '<meta http-equiv="refresh" content="0"><style>') },
  { found: 'position in a style', ids: ['J6'], change: inHtml('<p>No. 42', '<p style="Position: fixed">No. 42') },
  {
    found: 'url() in a style, spelt with an escape',
    ids: ['J6'],
    change: inHtml('<p>No. 42', '<p style="list-style:\\75 rl(https://x.example/a.png)">No. 42'),
  },
  {
    found: 'url() in the style sheet',
    ids: ['J6'],
    change: inHtml('.page { margin', '.page { background: u/**/rl(x); border-image: url(https://x.example/a.png); margin'),
  },
  {
    found: 'an import in the style sheet',
    ids: ['J6'],
    change: inHtml('.page { margin', '@import "https://x.example/a.css"; .page { margin'),
  },
  {
    found: 'elements nested 1,000 deep',
    ids: ['J6'],
    change: { html: (html) => html.replace('</td></tr></table>\n<!--', `${'<div>'.repeat(1000)}</td></tr></table>\n<!--`) },
  },
]

const READERS: Spoiled[] = [
  { found: 'no preheader', ids: ['J7'], change: inHtml(/<div class="preheader">.*<\/div>/, '') },
  { found: 'a preheader of 12 characters', ids: ['J7'], change: inHtml(/(?<=class="preheader">)[^<]*/, 'World Brief.') },
  { found: 'a preheader of 200 characters', ids: ['J7'], change: inHtml(/(?<=class="preheader">)/, 'Peace, peace, peace. '.repeat(10)) },
  {
    found: 'two preheaders',
    ids: ['J7'],
    change: inHtml('<p>No. 42, 22 November 2026</p>', '<p class="preheader">No. 42, 22 November 2026</p>'),
  },
  { found: 'a padded preheader', ids: ['J7', 'J7'], change: inHtml('</div>', '&zwnj;&nbsp;'.repeat(90) + '</div>') },
  {
    found: 'a preheader that is not first',
    ids: ['J7'],
    change: inHtml('<div class="preheader">', '<div>View on the web</div><div class="preheader">'),
  },
  { found: 'a hidden preheader', ids: ['J7'], change: inHtml('<div class="preheader">', '<div class="preheader" style="display:none">') },
  {
    found: 'a mail of pictures',
    ids: ['J8'],
    change: { html: (html) => html.replace(/The mediators.*days\. /, '').replace('width="120" height="80"', 'width="600" height="800"') },
  },
  { found: 'a link that the text part lacks', ids: ['J9'], change: inText('https://news.example.com/b/prices\n', '') },
  { found: 'a link that the html lacks', ids: ['J9'], change: inText('No. 42', 'https://news.example.com/b/other\nNo. 42') },
  {
    found: 'a mailto link that the text part lacks',
    ids: ['J9'],
    change: inHtml('<p>No. 42', '<p><a href="mailto:editors@news.example.com" style="color:#000">Write to us</a></p><p>No. 42'),
  },
  { found: 'a story that the text part lacks', ids: ['J9'], change: inText('Prices fall in Cairo', 'Prices') },
  { found: 'a link over plain http', ids: ['J10'], change: link('http://news.example.com/b/x') },
  { found: 'a link to a number', ids: ['J10'], change: link('https://192.0.2.7/b/x') },
  { found: 'a link to a number in disguise', ids: ['J10'], change: link('https://3221225991/b/x') },
  { found: 'a link to a port', ids: ['J10'], change: link('https://news.example.com:8443/b/x') },
  { found: 'a link with a user name', ids: ['J10'], change: link('https://paypal.com@evil.example/b/x') },
  { found: 'a link through a shortener', ids: ['J10'], change: link('https://bit.ly/3abc') },
  { found: 'a link that shows another address', ids: ['J10'], change: link('https://evil.example/x', 'https://bank.example/login') },
  { found: 'a link that shows another host', ids: ['J10'], change: link('https://evil.example/x', 'bank.com') },
  { found: 'a link whose host mixes scripts', ids: ['B6'], change: link('https://xn--exmple-4nf.com/x') },
  { found: 'no postal address in the text', ids: ['J11'], change: inText('12 Example Street, ', '') },
  { found: 'no postal address in the html', ids: ['J11'], change: inHtml('12 Example Street, ', '') },
  { found: 'a sender who is not named', ids: ['C1', 'J11', 'J11'], context: { senderName: 'World Brief Foundation' } },
  {
    found: 'a counting pixel',
    ids: ['J13'],
    change: inHtml('<p>No. 42', '<img src="https://news.example.com/o.gif" alt="" width="1" height="1"><p>No. 42'),
  },
]

describe.each([
  ['languages and scripts', LANGUAGES],
  ['rendering and accessibility', RENDERING],
  ['what html may hold', SAFETY],
  ['what readers see', READERS],
])('What is wrong about %s is found, and nothing else', (_, faults) => {
  test.each(faults)('$found', ({ ids, change, context }) => {
    expect(idsOf(soundMessage(change), context)).toEqual(ids)
  })
})

function link(href: string, words = 'Read on in our archive'): Change {
  return inBoth(`<p><a href="${href}" style="color:#000000">${words}</a></p>`, href)
}

function long(bytes: number, wayOut = WAY_OUT): Change {
  return {
    html: (html) => {
      const withWayOut = html.replace('<p>No. 42', `${wayOut}<p>No. 42`)
      const missing = Math.max(0, bytes - Buffer.byteLength(withWayOut))
      return withWayOut.replace('<h2 lang="ar"', `${FILL.repeat(Math.floor(missing / FILL.length))}<h2 lang="ar"`)
    },
  }
}
