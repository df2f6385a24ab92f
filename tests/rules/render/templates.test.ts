import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const folder = new URL('../../../templates/', import.meta.url)
const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => /\.(?:mjml|hbs)$/.test(file))

test('the templates were found', () => {
  expect(files).toContain('email/edition.mjml')
})

describe.each(files)('%s', (file) => {
  const source = readFileSync(new URL(file, folder), 'utf8')
  const tags = source.replaceAll(/<!--[\s\S]*?-->|\{\{!--[\s\S]*?--\}\}/g, '').match(/<[a-z][^<>]*(?:\{\{[^{}]*\}\}[^<>]*)*>/g) ?? []

  test('quotes every value in an attribute', () => {
    for (const tag of tags) expect(tag.replaceAll(/"[^"]*"|'[^']*'/g, '""'), tag).not.toMatch(/=\s*(?!"")[^\s>]/)
  })

  test('prints text without escaping it only where it was made safe: the body of the layout, and html of ours', () => {
    const raw = [...source.matchAll(/\{\{\{\s*([^}\s]+)\s*\}\}\}|\{\{&\s*([^}\s]+)/g)].map(([, name, other]) => name ?? other ?? '')
    for (const name of raw) expect(name).toMatch(/^(?:\.\.\/)?(?:body|html|[a-zA-Z.]*Html)$/)
  })

  test('has nothing in it that runs or loads from elsewhere', () => {
    expect(source).not.toMatch(/\son[a-z]+\s*=|javascript:|src\s*=\s*"(?:https?:)?\/\//i)
  })
})
