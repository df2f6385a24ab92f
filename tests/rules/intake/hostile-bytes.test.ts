import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseReport } from '../../../src/intake/parse-report.ts'
import { readBriefing } from '../../../src/intake/read-briefing.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

function readSoundly(name: string, bytes: Uint8Array): void {
  const read = readBriefing({ name, bytes })
  expect(JSON.parse(JSON.stringify(read))).toEqual(read)
  if (!read.ok) expect(read.problems.length).toBeGreaterThan(0)
  expect(parseReport(name, read)).toMatchObject({ file: name, ok: read.ok })
  for (const text of read.ok ? [read.briefing.title, read.briefing.kicker, read.briefing.standfirst, ...read.briefing.keyPoints] : [])
    expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u)
}

const PIECES = (
  'a|Sources (3)|Updated Feb 13, 2026|  • |- |# |## |---|title: |"|\'|[|]|{|}|: |> |```|1. |: |：|。|. |\n|\n\n|\n\n\n|\r\n|\t|中文|عربي|' +
  '&a |*a|!t |%|é|e\u0301|\u200D|👩|\u2028|\u0000|\u202E|\u0007|https://a.b/|topics:|sources:|  - |updated: 2026-02-30'
).split('|')

test('nothing makes it throw, and every refusal has a reason', () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(text, fc.constantFrom('', '---\n', '---\ntitle: A\n---\n'), fc.constantFrom('a.md', 'a.txt', ''), (words, start, name) => {
      readSoundly(name, utf8(start + words))
    }),
    { numRuns: 600 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('a.md', 'a.txt'), (bytes, name) => readSoundly(name, bytes)),
    { numRuns: 300 },
  )
})

const SIZE = 1_990_000
const filled = (piece: string) => piece.repeat(Math.ceil(SIZE / utf8(piece).length)).slice(0, SIZE)

/** Milliseconds of work, not of waiting for others on a busy machine. */
function workOf(task: () => void): number {
  const started = process.threadCpuUsage()
  task()
  const { user, system } = process.threadCpuUsage(started)
  return (user + system) / 1000
}

/** What makes readers slow that look twice, backwards, or for an end that never comes. */
const HOSTILE: [string, string][] = [
  ['one word', filled('a')],
  ['blanks between two letters', `a${filled(' ')}a`],
  ['empty lines', filled('\n')],
  ['items', `  • ${'a'.repeat(90)}\n`.repeat(19_980)],
  ['headings', `${'a'.repeat(60)}\n\n\n`.repeat(6_600)],
  ['commas', filled(', ')],
  ['full stops and quotes', filled('."')],
  ['links that never end', filled('[a](')],
  ['as many pictures that never end as are allowed', '!['.repeat(29_000)],
  ['as many stars as are allowed', `${'*a **b '.repeat(9_900)}${'a'.repeat(1_900_000)}`],
  ['backticks in rows of every length', Array.from({ length: 240 }, (_, at) => '`'.repeat(at + 1)).join(' ')],
  ['deep quotations', '>'.repeat(29_000)],
  ['deep lists', filled('- ')],
  ['entities', filled('&a')],
  ['Arabic digits', filled('١')],
  ['accents', filled('e\u0301\u0302')],
  ['zero-width joiners', filled('\u200D')],
  ['halves of families', filled('👩\u200D')],
  ['addresses', filled('https://')],
  ['line separators', filled('\u2028')],
  ['controls', filled('\u0007\n')],
]

describe('2 MB of anything takes less than a second', () => {
  // The tables of languages and months are loaded once in a process.
  readBriefing({ name: 'a.md', bytes: utf8('# The comet is back over London\n\nDavid reads about it.') })
  readBriefing({ name: 'a.txt', bytes: utf8('a\n\nSources (3)\nUpdated 13 Foo 2026') })

  const plain = (text: string) => `a\n\nb\n\nb\n\nc\n\nd\n\ne.\n\n\nf\n\n${text}\n\nSources (3)\nUpdated Feb 13, 2026`

  test.each(HOSTILE)('%s', (_, text) => {
    for (const [name, file] of [
      ['a.txt', plain(text)],
      ['a.md', `# The comet\n\n${text}`],
    ] as const) {
      const bytes = utf8(file).subarray(0, 2_000_000)
      expect(
        workOf(() => readBriefing({ name, bytes })),
        name,
      ).toBeLessThan(1000)
    }
  })

  test.each(['[', '{a: ', '- ', '&a ', '"', '? ', ': ', 'a: b: c\n', '*a ', 'k: |\n'])('front matter of %j', (piece) => {
    const bytes = utf8(`---\n${piece.repeat(63_000 / piece.length)}\n---\ntext`)
    expect(workOf(() => readSoundly('a.md', bytes))).toBeLessThan(1000)
  })
})
