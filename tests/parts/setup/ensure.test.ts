import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

// Stands for npm, which is not ours: it notes that it was called, takes a while, and leaves a Node as `npm ci` does.
const NPM = `
  import { appendFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
  import { setTimeout } from 'node:timers/promises'
  appendFileSync('calls.txt', process.argv[2] + '\\n')
  if (process.env.BROKEN) { console.error('npm error code ENOTFOUND'); process.exit(1) }
  rmSync('node_modules', { recursive: true, force: true })
  await setTimeout(300)
  mkdirSync('node_modules/.bin', { recursive: true })
  if (!process.env.DROPS_LINKS || process.argv[2] === 'rebuild') symlinkSync(process.execPath, 'node_modules/.bin/node')`

let folder = ''
const lockfile = (os: string): string =>
  JSON.stringify({ packages: { 'node_modules/node-here': { os, cpu: process.arch, bin: { node: 'x' } } } })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-setup-'))
  mkdirSync(join(folder, 'npm'))
  cpSync(fileURLToPath(new URL('../../../src/setup', import.meta.url)), join(folder, 'src/setup'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'package-lock.json'), lockfile(process.platform))
  writeFileSync(join(folder, 'npm/npm-cli.js'), NPM)
  symlinkSync(process.execPath, join(folder, 'npm/node'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the first command after cloning', () => {
  test('installs once, and says so beside its output', async () => {
    const first = await ensure()
    expect(first).toMatchObject({ code: 0, stdout: '' })
    expect(first.stderr).toMatch(/^Installing what Broadsheet needs, Node 26 with it\. .*\n$/)
    expect(await ensure()).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(calls()).toEqual(['ci'])
  })

  test('given twice at once installs once', async () => {
    const [one, other] = await Promise.all([ensure(), ensure()])
    expect([one.code, other.code]).toEqual([0, 0])
    expect(one.stderr + other.stderr).toContain('This one waits for it.')
    expect(calls()).toEqual(['ci'])
  })

  test('installs again when the lockfile, the machine’s Node or the wish for test tools has changed', async () => {
    await ensure({ NODE_ENV: 'production' })
    await ensure({ NODE_ENV: 'production' })
    expect(calls()).toHaveLength(1)
    await ensure({ NODE_ENV: 'production', npm_lifecycle_event: 'pretest' })
    expect(calls()).toHaveLength(2)
    await ensure({ NODE_ENV: 'production' })
    appendFileSync(join(folder, 'package-lock.json'), '\n')
    await ensure()
    expect(calls()).toHaveLength(3)
    await ensure({ npm_config_user_agent: 'npm/11.19.1 node/v26.12.1 linux x64' })
    expect(calls()).toHaveLength(4)
  })

  test('takes over from one that was killed', async () => {
    writeFileSync(join(folder, '.setup-lock'), 'somebody')
    utimesSync(join(folder, '.setup-lock'), 0, 0)
    expect(await ensure()).toMatchObject({ code: 0 })
    expect(existsSync(join(folder, '.setup-lock'))).toBe(false)
  })

  test('links the Node that npm 10 leaves unlinked', async () => {
    expect(await ensure({ DROPS_LINKS: '1' })).toMatchObject({ code: 0 })
    expect(calls()).toEqual(['ci', 'rebuild'])
  })
})

describe('where it cannot be set up, it says what to do', () => {
  test('without a Node for this platform', async () => {
    writeFileSync(join(folder, 'package-lock.json'), lockfile('plan9'))
    const { code, stderr } = await ensure()
    expect(code).toBe(1)
    expect(stderr).toMatch(/needs Node 26, this is Node 20\.20\.2, and there is none to bring along for .*\. Install Node 26 or newer/)
    expect(calls()).toEqual([])
  })

  test('without a network', async () => {
    const { code, stderr } = await ensure({ BROKEN: '1' })
    expect(code).toBe(1)
    expect(stderr).toContain('npm did not reach its registry (npm config get registry). Connect this machine to it')
    expect(await ensure()).toMatchObject({ code: 0 })
  })

  test('without npm', async () => {
    const { code, stderr } = await ensure({ npm_execpath: '/somewhere/pnpm.cjs' })
    expect(code).toBe(1)
    expect(stderr).toContain('run npm start, npm test or npm run broadsheet')
  })
})

type Said = { code: number | null; stdout: string; stderr: string }

async function ensure(wishes: Record<string, string> = {}): Promise<Said> {
  const npm = {
    npm_execpath: join(folder, 'npm/npm-cli.js'),
    npm_node_execpath: join(folder, 'npm/node'),
    npm_config_user_agent: 'npm/11 node/v20.20.2',
  }
  const options = { cwd: folder, env: { ...npm, ...wishes } }
  const child = spawn(process.execPath, ['src/setup/ensure.js'], options)
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

function calls(): string[] {
  const file = join(folder, 'calls.txt')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
}
