import { describe, expect, test } from 'vitest'
import type { LintContext } from '../../../src/mail/lint/lint-context.ts'
import { idsOf } from './ids-of.ts'
import { addField, dropField, encodedWord, ONE_CLICK_URL, setField, soundMessage, type Change } from './sound-message.ts'
import { inSignature, inText, type Spoiled } from './spoiled.ts'

const utf8 = (text: string): string => Buffer.from(text).toString('latin1')

const INTERNATIONAL: Spoiled[] = [
  { found: 'a domain in Unicode', ids: ['B1', 'B3'], change: { fields: addField('Reply-To', utf8('david@bücher.example')) } },
  { found: 'a domain in Unicode in the envelope', ids: ['B1'], context: envelope({ to: ['rosa@bücher.example'] }) },
  { found: 'raw UTF-8 in a header of ours', ids: ['B3'], change: { fields: addField('Comments', utf8('Weltnachrichten für Köln')) } },
  { found: 'an address at an IP number', ids: ['B4'], change: { fields: addField('Reply-To', 'david@[127.0.0.1]') } },
  { found: 'a quoted local part', ids: ['B4'], change: { fields: addField('Reply-To', '"da vid"@example.com') } },
  { found: 'a domain with an underscore', ids: ['B4'], change: { fields: addField('Reply-To', 'david@ex_ample.com') } },
  { found: 'a domain of one label', ids: ['B4'], change: { fields: addField('Reply-To', 'david@localhost') } },
  { found: 'a local part of 65 octets', ids: ['B4'], change: { fields: addField('Reply-To', `${'d'.repeat(65)}@example.com`) } },
  { found: 'an address of 260 characters', ids: ['B4'], change: { fields: addField('Reply-To', `d@${'example.'.repeat(32)}com`) } },
  {
    found: 'a signature that names a domain in Unicode in a message that may hold UTF-8',
    ids: ['B3', 'E1'],
    change: {
      isSigned: true,
      fields: setField('To', utf8('<用户@example.org>')),
      signature: (signature) => signature.replace('d=news', utf8('d=nöws')),
    },
    context: { recipient: '用户@example.org' },
  },
  { found: 'a domain in capitals', ids: ['B4'], change: { fields: addField('Reply-To', 'david@Example.COM') } },
  {
    found: 'a sender whose domain mixes Latin and Cyrillic',
    ids: ['B6'],
    change: { fields: addField('Reply-To', 'david@xn--exmple-4nf.com') },
  },
  { found: 'no Content-Language', ids: ['B9'], change: { fields: dropField('Content-Language') } },
  { found: 'a Content-Language that is none', ids: ['B9'], change: { fields: setField('Content-Language', 'english please') } },
  { found: 'a Content-Language other than the reader gets', ids: ['B9'], change: { fields: setField('Content-Language', 'fr') } },
  {
    found: 'an invisible space in a name',
    ids: ['B10'],
    change: { fields: setField('To', `${encodedWord('Ro\u200Bsa')} <rosa@example.org>`) },
  },
]

const IDENTITY: Spoiled[] = [
  { found: "an emoji in the sender's name", ids: ['C1', 'C1'], change: from('World Brief 🌍') },
  { found: "a number in brackets in the sender's name", ids: ['C1', 'C1'], change: from('World Brief (2)') },
  { found: "a sender's name that begins like an answer", ids: ['C1', 'C1'], change: from('Re: World Brief') },
  { found: "an address in the sender's name", ids: ['C1', 'C1'], change: from('world@gmail.com') },
  { found: "the reader's name in the sender's", ids: ['C1', 'C1'], change: from('World Brief for Rosa São Paulo') },
  { found: "the subject in the sender's name", ids: ['C1', 'C1'], change: from('World Brief: Ceasefire holds – 和平') },
  { found: 'another sender than always', ids: ['C1'], change: { fields: setField('From', '"World Brief" <other@news.example.com>') } },
  {
    found: 'a sender at a mailbox provider',
    ids: ['C2'],
    change: {
      fields: (fields) =>
        setField('CFBL-Address', 'fbl@gmail.com; report=arf')(setField('From', '"World Brief" <world@gmail.com>')(fields)),
    },
    context: { from: 'world@gmail.com' },
  },
  { found: 'a List-Id without brackets', ids: ['C4'], change: { fields: setField('List-Id', 'world.news.example.com') } },
  {
    found: 'a List-Id folded inside its brackets',
    ids: ['C4'],
    change: { fields: setField('List-Id', '"World Brief" <world.\r\n news.example.com>') },
  },
  { found: "a List-Id of somebody else's domain", ids: ['C4'], change: { fields: setField('List-Id', '<world.example.net>') } },
  { found: 'no List-Id', ids: ['A3', 'C4'], change: { fields: dropField('List-Id') } },
  { found: 'a List-Id of 300 octets', ids: ['C4'], change: { fields: setField('List-Id', `<${'world.'.repeat(50)}news.example.com>`) } },
  { found: 'no List-Help', ids: ['C5'], change: { fields: dropField('List-Help') } },
  {
    found: 'a List-Owner without a mailto address',
    ids: ['C5'],
    change: { fields: setField('List-Owner', '<https://news.example.com/owner>') },
  },
  { found: 'a second List-Help', ids: ['C5'], change: { fields: addField('List-Help', '<https://news.example.com/help>') } },
  { found: 'a List-Post', ids: ['C5'], change: { fields: addField('List-Post', '<mailto:all@news.example.com>') } },
  { found: 'a Feedback-ID with three fields', ids: ['C6'], change: { fields: setField('Feedback-ID', 'world:i42:broadsheet') } },
  {
    found: 'a Feedback-ID that names the reader',
    ids: ['C6'],
    change: { fields: setField('Feedback-ID', 'world:rosa@example.org::broadsheet') },
  },
  { found: 'a sender of three letters in Feedback-ID', ids: ['C6'], change: { fields: setField('Feedback-ID', 'world:i42::abc') } },
  { found: 'no Auto-Submitted', ids: ['C7'], change: { fields: dropField('Auto-Submitted') } },
  { found: 'a Precedence other than bulk', ids: ['C7'], change: { fields: setField('Precedence', 'first-class') } },
  { found: 'nothing that keeps Exchange from answering', ids: ['C7'], change: { fields: dropField('X-Auto-Response-Suppress') } },
  { found: 'no place for complaints', ids: ['C8'], change: { fields: dropField('CFBL-Address') } },
  {
    found: 'a place for complaints that names no kind of report',
    ids: ['C8'],
    change: { fields: setField('CFBL-Address', 'fbl@news.example.com') },
  },
  {
    found: 'a place for complaints at another domain',
    ids: ['C8'],
    change: { fields: setField('CFBL-Address', 'fbl@example.net; report=arf') },
  },
]

const UNSUBSCRIBING: Spoiled[] = [
  { found: 'no List-Unsubscribe', ids: ['A3', 'D1'], change: { fields: dropField('List-Unsubscribe') } },
  {
    found: 'a List-Unsubscribe by mail only',
    ids: ['D1'],
    change: { fields: setField('List-Unsubscribe', '<mailto:unsubscribe@news.example.com>') },
  },
  {
    found: 'a List-Unsubscribe over plain http',
    ids: ['D1'],
    change: { fields: setField('List-Unsubscribe', `<${ONE_CLICK_URL.replace('https', 'http')}>`) },
    context: { verifyUnsubscribeToken: () => true },
  },
  {
    found: 'two https addresses to unsubscribe',
    ids: ['D1'],
    change: { fields: setField('List-Unsubscribe', `<${ONE_CLICK_URL}>,\r\n <${ONE_CLICK_URL}1>`) },
  },
  {
    found: 'an address to unsubscribe by ftp beside the right one',
    ids: ['D1'],
    change: { fields: setField('List-Unsubscribe', `<${ONE_CLICK_URL}>,\r\n <ftp://news.example.com/u>`) },
  },
  {
    found: 'two mailto addresses to unsubscribe',
    ids: ['D1'],
    change: { fields: setField('List-Unsubscribe', `<${ONE_CLICK_URL}>,\r\n <mailto:a@news.example.com>, <mailto:b@news.example.com>`) },
  },
  {
    found: 'a List-Unsubscribe without brackets',
    ids: ['D1'],
    change: { fields: setField('List-Unsubscribe', ONE_CLICK_URL) },
  },
  {
    found: 'a List-Unsubscribe-Post that says something else',
    ids: ['D1'],
    change: { fields: setField('List-Unsubscribe-Post', 'List-Unsubscribe=one-click') },
  },
  {
    found: 'signed, but not the one-click fields',
    ids: ['D2', 'E2', 'E3'],
    change: inSignature(/List-Unsubscribe(?:-Post)?:/g, 'List-Post:'),
  },
  {
    found: 'an address to unsubscribe that can be guessed',
    ids: ['D3'],
    change: everywhere('https://news.example.com/u/17'),
    context: { verifyUnsubscribeToken: () => true },
  },
  { found: 'an address to unsubscribe that was forged', ids: ['D3'], context: { verifyUnsubscribeToken: () => false } },
  {
    found: 'no way out in the html',
    ids: ['D9', 'J9'],
    change: { html: (html) => html.replace(/<a [^>]*>Unsubscribe<\/a>/, 'Unsubscribe') },
  },
  {
    found: 'a hidden way out',
    ids: ['D9', 'J7'],
    change: { html: (html) => html.replace('style="color:#4a443c">Unsubscribe', 'style="visibility:hidden">Unsubscribe') },
  },
  { found: 'no way out in the text', ids: ['D9', 'J9'], change: inText(`Unsubscribe:\n${ONE_CLICK_URL}`, 'Write to us.') },
  {
    found: 'a way out in a language that the reader cannot read',
    ids: ['D9'],
    change: { html: (html) => html.replace('>Unsubscribe<', ' lang="zh">退订<') },
  },
]

const SIGNATURE: Spoiled[] = [
  { found: 'no signature where one is required', ids: ['D2', 'E1'], context: { dkim: 'required' } },
  { found: 'a signature with sha1', ids: ['E1', 'E1'], change: inSignature('a=rsa-sha256', 'a=rsa-sha1') },
  { found: 'a signature without the name of its key', ids: ['E1'], change: inSignature('s=s1;', '') },
  { found: 'only a signature by Ed25519', ids: ['E1'], change: inSignature('a=rsa-sha256', 'a=ed25519-sha256') },
  { found: 'a signature that covers a part of the body', ids: ['E1'], change: inSignature('s=s1;', 's=s1; l=10;') },
  { found: 'a signature with simple canonicalisation', ids: ['E1'], change: inSignature('relaxed/relaxed', 'relaxed/simple') },
  { found: 'a signature without a time', ids: ['E1'], change: inSignature(' t=1795330800;', '') },
  { found: 'a signature that ends after a day', ids: ['E1'], change: inSignature('t=1795330800;', 't=1795330800; x=1795417200;') },
  { found: 'a signature of another domain', ids: ['D2', 'E1'], change: inSignature('d=news.example.com', 'd=example.net') },
  { found: 'a signature of the domain above', ids: ['E1'], change: inSignature('d=news.example.com', 'd=example.com') },
  {
    found: 'a key of 1024 bits',
    ids: ['E1'],
    change: inSignature(/ b=[^]*$/, ` b=${Buffer.alloc(128, 7).toString('base64').slice(0, 70)}`),
  },
  {
    found: 'a body that was changed after it was signed',
    ids: ['E1'],
    change: { isSigned: true, raw: (raw) => raw.replace('WORLD BRIEF', 'WORLD  GRIEF') },
  },
  { found: 'a signature without the Subject', ids: ['E2', 'E3'], change: inSignature(/Subject:/g, '') },
  { found: 'a Subject that could be doubled', ids: ['E3'], change: inSignature('Subject:Subject:', 'Subject:') },
]

const ENVELOPE: Spoiled[] = [
  { found: 'the same sender for all deliveries', ids: ['F1'], context: envelope({ from: 'bounces@bounce.news.example.com' }) },
  { found: 'a sender in two cases', ids: ['F1'], context: envelope({ from: 'b-7f-2mF7QK4zt5wx3bnd@bounce.news.example.com' }) },
  {
    found: 'a sender of 70 octets before the @',
    ids: ['B4', 'F1'],
    context: { ...envelope({ from: `b-7f-${'2mf7qk4zt5'.repeat(7)}@bounce.news.example.com` }), verifyBounceTag: () => true },
  },
  { found: 'a sender at another domain', ids: ['F1'], context: envelope({ from: 'b-7f-2mf7qk4zt5wx3bnd@example.net' }) },
  {
    found: 'a sender that is not known again in capitals',
    ids: ['F1'],
    context: { verifyBounceTag: (local) => local === local.toLowerCase() },
  },
  {
    found: 'a short signature in the sender',
    ids: ['F2'],
    context: { ...envelope({ from: 'b-7f-2mf7qk@bounce.news.example.com' }), verifyBounceTag: () => true },
  },
  { found: 'a forged sender', ids: ['F2'], context: { verifyBounceTag: () => false } },
  { found: 'two readers in the envelope', ids: ['F3'], context: envelope({ to: ['rosa@example.org', 'aiko@example.org'] }) },
  { found: 'an answer to a person that says it is none', ids: ['F5'], context: { kind: 'confirmation' } },
]

describe.each([
  ['international mail', INTERNATIONAL],
  ['who sends', IDENTITY],
  ['unsubscribing', UNSUBSCRIBING],
  ['the signature', SIGNATURE],
  ['the envelope', ENVELOPE],
])('What is wrong about %s is found, and nothing else', (_, faults) => {
  test.each(faults)('$found', ({ ids, change, context }) => {
    expect(idsOf(soundMessage(change), context)).toEqual(ids)
  })
})

function from(name: string): Change {
  return {
    fields: setField(
      'From',
      `${
        /^[ -~]*$/.test(name)
          ? `"${name}"`
          : name
              .split(' ')
              .map((word, at) => encodedWord(at === 0 ? word : ` ${word}`))
              .join('\r\n ')
      } <world@news.example.com>`,
    ),
  }
}

function everywhere(url: string): Change {
  return {
    fields: setField('List-Unsubscribe', `<${url}>`),
    html: (html) => html.replace(ONE_CLICK_URL, url),
    text: (text) => text.replace(ONE_CLICK_URL, url),
  }
}

function envelope(change: { from?: string; to?: string[] }): LintContext {
  return { envelope: { from: 'b-7f-2mf7qk4zt5wx3bnd@bounce.news.example.com', to: ['rosa@example.org'], ...change } }
}
