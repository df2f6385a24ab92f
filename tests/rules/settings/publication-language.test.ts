import { expect, test } from 'vitest'
import { askedLanguage } from '../../../src/web/asked-languages.ts'
import { readConfig } from '../../../src/config.ts'

const CHINESE = { publication: { language: 'zh' } }

test.each([
  [undefined, 'zh'],
  ['fr, *;q=0.5', 'zh'],
  ['fr, ar;q=0.5', 'ar'],
  ['zh-TW', 'zh'],
])('whose browser asks for %s is spoken to in %s by a Chinese publication', (header, language) => {
  expect(askedLanguage(CHINESE, header)).toBe(language)
})

test('a publication that names no language speaks English to whoever names none that there is', () => {
  expect(askedLanguage({ publication: {} }, 'fr')).toBe('en')
})

test('a language and an address for answers are settings, and what is neither is told with what to write', () => {
  const read = readConfig({ PUBLICATION_LANGUAGE: 'zh-hans', REPLY_TO: 'Editors@Bücher.example' })
  expect(read.ok && [read.config.language, read.config.replyTo]).toEqual(['zh-Hans', 'Editors@xn--bcher-kva.example'])
  expect(readConfig({ PUBLICATION_LANGUAGE: 'Klingon', REPLY_TO: 'editors' })).toMatchObject({
    ok: false,
    mistakes: [
      'REPLY_TO: write an address such as editors@example.com',
      'PUBLICATION_LANGUAGE: write the code of a language such as en, zh or ar',
    ],
  })
})
