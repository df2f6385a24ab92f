import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { inEnglish, jsonInEnglish } from '../../../src/render/in-english.ts'
import { deskWords } from '../../../src/render/render-desk-page.ts'

const root = new URL('../../../', import.meta.url)

/** Files of words that hold nothing but what verbs and rules say: each wording in them is said somewhere. */
const SUBJECTS = ['doctor', 'lint', 'reading', 'refusals', 'templateFaults']

type Said = { file: string; key: RegExp; names: string[] | undefined }

/** Every `saying('key', { … })` of the program; a key that is put together is a pattern. */
const said = sourcesIn('src').flatMap(sayingsIn)

function sourcesIn(folder: string): string[] {
  const files = readdirSync(new URL(folder, root), { recursive: true }) as string[]
  return files.filter((file) => file.endsWith('.ts')).map((file) => `${folder}/${file}`)
}

function sayingsIn(file: string): Said[] {
  const text = readFileSync(new URL(file, root), 'utf8')
  if (!text.includes('saying(')) return []
  const found: Said[] = []
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'saying') found.push({ file, ...read(node.arguments) })
    ts.forEachChild(node, walk)
  }
  walk(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return found
}

function read([key, values]: ts.NodeArray<ts.Expression>): Pick<Said, 'key' | 'names'> {
  if (!key) throw new Error('Nothing is said')
  const pattern = ts.isStringLiteralLike(key) ? RegExp.escape(key.text) : patternOf(key)
  return { key: new RegExp(`^${pattern}$`), names: values ? namesOf(values) : [] }
}

function patternOf(key: ts.Expression): string {
  if (!ts.isTemplateExpression(key)) throw new Error(`A key must stand where it is said: ${key.getText()}`)
  return RegExp.escape(key.head.text) + key.templateSpans.map(({ literal }) => `[\\w-]+${RegExp.escape(literal.text)}`).join('')
}

function namesOf(values: ts.Expression): string[] | undefined {
  return ts.isObjectLiteralExpression(values) ? values.properties.map((one) => one.name?.getText() ?? '') : undefined
}

type Wordings = Record<string, string | Record<string, string>>

function wordingsOf(language: string): Wordings {
  const folder = `templates/desk/words/${language}/`
  return Object.fromEntries(
    readdirSync(new URL(folder, root)).flatMap((file) => {
      const words = JSON.parse(readFileSync(new URL(folder + file, root), 'utf8')) as Wordings
      return Object.entries(words).map(([key, wording]) => [`${file.replace('.json', '')}.${key}`, wording])
    }),
  )
}

const gapsIn = (wording: Wordings[string] | undefined): string[] => [
  ...new Set([...JSON.stringify(wording ?? '').matchAll(/\{([a-z]+)\}/gi)].map(([, name = '']) => name)),
]

test.each(['en', 'zh'])('all that verbs and rules say has words in %s, and fills every gap in them', (language) => {
  const wordings = wordingsOf(language)
  expect(said.length, 'the search has found them').toBeGreaterThan(400)
  for (const { file, key, names } of said) {
    const meant = Object.keys(wordings).filter((one) => key.test(one))
    expect(meant, `${file} says ${key.source}`).not.toEqual([])
    if (names) for (const one of meant) expect(names, `${file}: ${one}`).toEqual(expect.arrayContaining(gapsIn(wordings[one])))
  }
})

test('what is said in English is said in Chinese, with the same gaps, and in Chinese letters', () => {
  const [en, zh] = [wordingsOf('en'), wordingsOf('zh')]
  expect(Object.keys(zh).toSorted()).toEqual(Object.keys(en).toSorted())
  for (const [key, wording] of Object.entries(en)) {
    expect(gapsIn(zh[key]).toSorted(), key).toEqual(gapsIn(wording).toSorted())
    const text = JSON.stringify(zh[key]).replaceAll(/\{\w+\}/g, '')
    if (SUBJECTS.some((subject) => key.startsWith(`${subject}.`)) && /[a-z]{3} [a-z]{2}/.test(JSON.stringify(wording)))
      expect(text, key).toMatch(/\p{Script=Han}/u)
  }
})

test('nothing stands in those words that nobody says', () => {
  const keys = Object.keys(wordingsOf('en')).filter((key) => SUBJECTS.some((subject) => key.startsWith(`${subject}.`)))
  expect(keys.filter((key) => !said.some((one) => one.key.test(key)))).toEqual([])
})

test('a saying within a saying, several in a row, and one deep in an answer are told', () => {
  const inside = { say: 'refusals.row-no-address', values: { why: { say: 'refusals.address-no-at' } } }
  expect(inEnglish(inside)).toBe('no address: An @ is missing; an address looks like name@example.com.')
  expect(deskWords('zh').tell(inside)).toBe('不是地址：缺少 @；地址形如 name@example.com。')
  const row = {
    say: 'doctor.held-waits',
    values: { things: [1, 2].map((count) => ({ say: 'doctor.held-addresses', values: { count, receiver: 'x' } })) },
  }
  expect(inEnglish(row)).toBe('Held until somebody decides: 1 addresses of x; 2 addresses of x.')
  expect(deskWords('zh').tell(row)).toContain('x 的 1 个地址；x 的 2 个地址')
  expect(jsonInEnglish([{ problems: [inside] }])).toBe(
    '[{"problems":["no address: An @ is missing; an address looks like name@example.com."]}]',
  )
})
