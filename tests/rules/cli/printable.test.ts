import { describe, expect, test } from 'vitest'
import { columns } from '../../../src/cli/door.ts'
import { printable, printableJson } from '../../../src/cli/printable.ts'

const HOSTILE = ['\u001b[2J', '\u009b31m', '\u0007', '\r', '\b', '\u007f', '\u202e', '\u202a']

describe('what a terminal prints', () => {
  test.each(HOSTILE)('%j cannot steer it', (hostile) => {
    const text = `David${hostile}Rosa`
    expect(printable(text)).not.toContain(hostile[0])
    expect(printableJson(JSON.stringify(text))).not.toContain(hostile[0])
    expect(JSON.parse(printableJson(JSON.stringify(text)))).toBe(text)
  })

  test('lines, tabs and every script stay as they are', () => {
    const text = 'Título\t国际新闻\nأخبار \u2067العالم\u2069 👨‍👩‍👧'
    expect(printable(text)).toBe(text)
    expect(printableJson(text)).toBe(text)
  })

  test('columns stand below each other, Chinese ones too', () => {
    expect(columns([['name', 'zone'], ['伟', 'Asia/Shanghai'], ['Rosa', 'America/Sao_Paulo']])).toEqual([
      'name  zone',
      '伟    Asia/Shanghai',
      'Rosa  America/Sao_Paulo',
    ]) // prettier-ignore
  })
})
