import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressFault, type AddressFault } from '../../../src/domain/address-fault.ts'
import { checkAddress } from '../../../src/domain/address.ts'
import { corpusLines, describeCorpora } from '../../support/corpora.ts'
import { inEnglish } from '../../../src/render/in-english.ts'

const canonical = (text: string): string | undefined => {
  const checked = checkAddress(text)
  return checked.ok ? checked.canonical : undefined
}

describe('an address', () => {
  test.each([
    ['user@bücher.example', 'user@xn--bcher-kva.example', 'user@xn--bcher-kva.example', true],
    ['David.Smith@Example.COM', 'David.Smith@example.com', 'david.smith@example.com', true],
    ['rosa+news@example.com.br', 'rosa+news@example.com.br', 'rosa+news@example.com.br', true],
    ['用户@例え.jp', '用户@xn--r8jz45g.jp', '用户@xn--r8jz45g.jp', false],
    ['ليلى@مثال.إختبار', 'ليلى@xn--mgbh0fb.xn--kgbechtv', 'ليلى@xn--mgbh0fb.xn--kgbechtv', false],
    ['ศำ@น้ำ.com', 'ศำ@xn--q3c4c8cq.com', 'ศํา@xn--q3c4c8cq.com', false],
    ['b@exаmple.com', 'b@xn--exmple-4nf.com', 'b@xn--exmple-4nf.com', true],
    ["o'neil@paral·lel.example", "o'neil@xn--parallel-koa.example", "o'neil@xn--parallel-koa.example", true],
  ])('%s goes out as %s', (text, address, canonical, isAscii) => {
    expect(checkAddress(text)).toEqual({ ok: true, address, canonical, isAscii })
  })

  test.each([
    [
      [
        'user@bücher.example',
        'user@xn--bcher-kva.example',
        'USER@BÜCHER.example',
        'user@bu\u0308cher.example',
        'User@XN--BCHER-KVA.Example',
      ],
    ],
    [['jose\u0301@example.com', 'josé@example.com', 'JOSÉ@EXAMPLE.COM']],
    [['οδος@example.gr', 'ΟΔΟΣ@EXAMPLE.GR', 'οδοσ@example.gr']],
    [['T\u0308@example.com', 'ẗ@example.com']],
  ])('all spellings of one mailbox are one subscriber: %j', (spellings) => {
    expect(new Set(spellings.map(canonical)).size).toBe(1)
    expect(canonical(spellings[0] ?? '')).toBeDefined()
  })

  test('hostile case 9: what only looks the same is another subscriber', () => {
    const different = ['b@example.com', 'b@exаmple.com', 'b+x@example.com', 'b.x@example.com', 'bx@example.com']
    expect(new Set(different.map(canonical)).size).toBe(different.length)
  })

  test.each<[AddressFault, string[]]>([
    ['empty', ['']],
    [
      'blank',
      [' david@example.com', 'david@example.com\n', 'b@e.com\r\nBcc: x@evil.com', 'b@e.com <x@evil.com>', 'group: a, b;', 'a\u0000@e.com'],
    ],
    [
      'hidden-character',
      ['b@exam\u00ADple.com', 'b@example.com\u200B', '\u202Eb@example.com', 'b@exa\uFE0Fmple.com', 'b\uD800@e.com', 'b@e\u3164.com'],
    ],
    ['hidden-character', ['b@ｅｘａｍｐｌｅ.com', 'b@example。com', 'b@example｡com', 'ｂ@example.com', 'ﬁ@example.com', 'b＠example.com']],
    ['quoted', ['"a"@e.com', '""@e.com', 'a\\@b@e.com', '(c)a@e.com', 'a@e.com(c)']],
    [
      'several',
      ['b@e.com,x@evil.com', 'a@b@c.de', 'b@e.com%0aBcc:x@evil.com', '<a@e.com>', 'mailto:a@e.com', 'b@a.com;evil@x.com', 'b@e,com'],
    ],
    ['no-at', ['example.com', 'david']],
    ['name', ['@example.com', '.a@e.com', 'a.@e.com', 'a..b@e.com', '\u0301a@e.com', 'a.ำ@e.com', '❤@e.com']],
    ['name-too-long', [`${'a'.repeat(65)}@example.com`, `${'é'.repeat(33)}@example.com`]],
    ['literal', ['a@[127.0.0.1]', 'a@[IPv6:::1]']],
    ['no-dot', ['test@io', 'root@localhost']],
    [
      'domain',
      ['a@', 'a@-a.com', 'a@a-.com', 'a@a_b.com', 'a@a..b', 'a@.com', 'a@a.com.', 'a@a/b.com', 'a@a%41.com', 'a@xn--a.com', 'a@i❤.ws'],
    ],
    [
      'domain',
      [
        'a@0x7f.1',
        'a@0x7f.0x1',
        'a@1.2.3.4',
        'a@example.123',
        `a@${'a'.repeat(64)}.com`,
        'a@ᾳ.gr',
        'a@xn--i-7iq.ws',
        'a@xn---tpc.com',
        'a@xn--1ch.com',
      ],
    ],
    ['domain', [`a@${'a.'.repeat(126)}com`]],
    ['too-long', [`${'a'.repeat(64)}@${'a.'.repeat(94)}co`, 'a'.repeat(1_000_000)]],
  ])('is refused, not mended: %s %j', (reason, texts) => {
    for (const text of texts) expect({ text, ...checkAddress(text) }).toEqual({ text, ok: false, reason })
  })

  test.each([
    [`${'a'.repeat(64)}@example.com`],
    [`a@${'a'.repeat(63)}.com`],
    [`${'a'.repeat(64)}@${'a.'.repeat(94)}c`],
    [`a@${'a.'.repeat(125)}c`],
  ])('may be as long as the limit: %s', (text) => {
    expect(checkAddress(text).ok).toBe(true)
  })

  const words = fc.constantFrom(
    'a',
    'B',
    '.',
    '..',
    '@',
    '-',
    '+',
    'é',
    'e\u0301',
    'ß',
    'Σ',
    'İ',
    'ü',
    'ำ',
    '例',
    'مثال',
    'xn--',
    'bcher-kva',
    '1',
    'com',
  )
  const near = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 12 }).map((pieces) => pieces.join(''))
  const plausible = fc
    .tuple(near, near, fc.constantFrom('com', 'gr', 'рф', 'example'))
    .map(([name, domain, top]) => `${name}@${domain}.${top}`)

  test('what was taken is taken again, as the same', () => {
    fc.assert(
      fc.property(fc.oneof(plausible, near, fc.emailAddress()), (text) => {
        const first = checkAddress(text)
        if (!first.ok) return
        expect(checkAddress(first.address)).toEqual(first)
        expect(canonical(first.canonical)).toBe(first.canonical)
      }),
      { numRuns: 2000 },
    )
  })

  test('what was taken is one mailbox for every mail server: one @, no blank, no separator, an ASCII domain within the limits', () => {
    fc.assert(
      fc.property(fc.oneof(plausible, near), (text) => {
        const checked = checkAddress(text)
        if (!checked.ok) return
        expect(checked.address).toMatch(/^[^@\s,;:<>"()[\]\\]+@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z-][a-z0-9-]*$/)
        expect(Buffer.byteLength(checked.address)).toBeLessThanOrEqual(254)
      }),
      { numRuns: 2000 },
    )
  })

  test('every refusal has a sentence that says what to do', () => {
    expect(inEnglish(addressFault('no-at'))).toBe('An @ is missing; an address looks like name@example.com.')
  })
})

describeCorpora('the addresses of isemail', () => {
  const rows = corpusLines('addresses/isemail.jsonl') as { address: string; category: string }[]
  const taken = ['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN']

  test('all 164 are there', () => {
    expect(rows.length).toBe(164)
  })

  test.each(rows.map((row) => ({ ...row, shown: JSON.stringify(row.address) })))('$category: $shown', ({ address, category }) => {
    // Valid for the corpus, but we want a dot in the domain.
    const isTaken = taken.includes(category) && address !== 'test@io'
    expect(checkAddress(address).ok).toBe(isTaken)
  })
})
