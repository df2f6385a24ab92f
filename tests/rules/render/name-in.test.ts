import { expect, test } from 'vitest'
import { nameIn } from '../../../src/render/name-in.ts'

const names = { en: 'Science', zh: '科学', ar: 'العلوم' }

test.each([
  ['zh', names, 'zh'],
  ['zh-Hans', names, 'zh'],
  ['ar-EG', names, 'ar'],
  ['pt-BR', names, 'en'],
  ['en', { zh: '美国政治要闻' }, 'zh'],
  ['ar', { 'zh-Hans': '科学', 'en-GB': 'Science' }, 'en-GB'],
])('for a reader of %s, a topic called %j goes by its name in %s', (language, topic: Record<string, string>, expected) => {
  expect(nameIn(topic, language)).toEqual({ text: topic[expected], language: expected })
})

test('a topic without any name is a mistake', () => {
  expect(() => nameIn({}, 'en')).toThrow('no name')
})
