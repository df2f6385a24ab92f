import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import type { ICruiseResult } from 'dependency-cruiser'
import { expect, test } from 'vitest'
import { layerRules } from '../layers.config.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('every file imports only what its layer may', { timeout: 120_000 }, async () => {
  const { modules, summary } = await look(root)
  const seen = modules.map((module) => module.source).filter((source) => source.startsWith('src/'))
  expect(seen.toSorted()).toEqual(globSync('src/**/*.{ts,js}', { cwd: root }).toSorted())
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
})

test.each([
  ['a type of the store in the domain', 'src/domain/topic.ts', "import type { Row } from '../store/rows.ts'"],
  ['a library in the domain', 'src/domain/topic.ts', "import yaml from 'yaml'"],
  ['a file system in the domain', 'src/domain/topic.ts', "import { readFileSync } from 'node:fs'"],
  ['SQL outside the store', 'src/flow/deliver.ts', "import { sql } from 'kysely'"],
  ['one door in another', 'src/web/server.ts', "import { run } from '../cli/run.ts'"],
  ['the whole store in a door', 'src/web/server.ts', "import type { Row } from '../store/rows.ts'"],
  ['the program in a layer', 'src/work/worker.ts', "import type { App } from '../app.ts'"],
  ['a circle', 'src/store/rows.ts', "import type { Other } from './others.ts'"],
  ['a file of no layer', 'src/extras/thing.ts', "import { Row } from '../store/rows.ts'"],
])('%s is noticed', async (_, path, line) => {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-layers-'))
  write(folder, {
    'src/store/rows.ts': 'export type Row = 1',
    'src/store/others.ts': "import type { Row } from './rows.ts'\nexport type Other = Row",
    'src/cli/run.ts': 'export const run = 1',
    'src/app.ts': 'export type App = 1',
    'node_modules/yaml/index.js': 'export default 1',
    'node_modules/kysely/index.js': 'export const sql = 1',
  })
  write(folder, { [path]: `${line}\nexport type Row = 1` })
  const { summary } = await look(folder)
  rmSync(folder, { recursive: true })
  expect(summary.violations).toHaveLength(1)
  expect(summary.violations.flatMap(({ from, to }) => [from, to])).toContain(path)
})

async function look(baseDir: string): Promise<ICruiseResult> {
  const options = { baseDir, ruleSet: layerRules, validate: true, tsPreCompilationDeps: true, doNotFollow: 'node_modules' }
  const resolving = { exportsFields: ['exports'], conditionNames: ['types', 'node', 'import', 'default'] }
  return (await cruise(['src'], options, resolving)).output as ICruiseResult
}

function write(folder: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}
