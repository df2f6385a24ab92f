import { COMPILED } from '../src/keep-compiled.ts'
import { findPostgres } from './support/postgres.ts'
import { runCheck } from './support/run-check.ts'
import type { StepResult } from './support/run-check.ts'
import { runProject } from './support/run-project.ts'

const HELP = `npm test                    everything
npm test -- types lint      only these steps: types, lint, format, rules, parts, journeys
npm test -- parts sender    of the parts, the test files with "sender" in their path
npm test -- address         all test files with "address" in their path

rules are pure, parts have one real part each, journeys run the whole program.

PG_BIN=…                    where PostgreSQL's server programs are, unless Debian installed them
ALLOW_NO_POSTGRES=1         to be green without PostgreSQL
CHROMIUM_BIN=…              a Chromium of your own, where the one from npm does not run
CORPORA_DIR=…               where the collections of real cases are, unless at ../shared/corpora
BRIEFINGS_DIR=…             where the real briefings are, unless at ../shared/briefings`

const CHECKS: Record<string, string[]> = {
  types: ['typescript/bin/tsc', '-p', 'tsconfig.json'],
  lint: ['eslint/bin/eslint.js', '--config', 'tests/eslint.config.js', '--max-warnings', '0', 'src', 'tests', 'migrations'],
  format: ['prettier/bin/prettier.cjs', '--check', '{src,tests,migrations,templates}/**/*.{ts,js,json,css}', '*.json'],
}
const PROJECTS = ['rules', 'parts', 'journeys']

type Plan = { checks: string[]; projects: string[]; words: string[] }

// Every test file has a process of its own, which imports much of the program.
process.env['NODE_COMPILE_CACHE'] ??= COMPILED

const wishes = process.argv.slice(2)
if (wishes.includes('--help')) console.log(HELP)
else process.exitCode = (await run(planFor(wishes))) ? 0 : 1

function planFor(given: string[]): Plan {
  const checks = Object.keys(CHECKS).filter((name) => given.includes(name))
  const projects = PROJECTS.filter((name) => given.includes(name))
  const words = given.filter((word) => !(word in CHECKS) && !PROJECTS.includes(word))
  if (given.length === 0) return { checks: Object.keys(CHECKS), projects: PROJECTS, words }
  return { checks, projects: words.length > 0 && projects.length === 0 ? PROJECTS : projects, words }
}

async function run({ checks, projects, words }: Plan): Promise<boolean> {
  // Each keeps one core busy: together they take as long as the longest. The tests come after, they want the machine to themselves.
  const checked = await Promise.all(checks.map((name) => runCheck(name, CHECKS[name] ?? []).then(report)))
  const tested = []
  for (const name of projects) tested.push(report(await runProject(name, words)))

  const notes = [...new Set(tested.flatMap(({ leftOut }) => leftOut))]
  const needsPostgres = tested.some(({ name, passed, failed }) => name !== 'rules' && passed + failed > 0)
  const isBareOfPostgres = needsPostgres && findPostgres() === undefined
  if (isBareOfPostgres) notes.push('Left out: PostgreSQL. Install its server programs (Debian: the package postgresql) or set PG_BIN.')
  const foundNothing = projects.length > 0 && tested.every(({ passed, failed, skipped }) => passed + failed + skipped === 0)
  if (foundNothing) notes.push(`No test file has ${words.map((word) => `"${word}"`).join(' or ')} in its path.`)

  const all = [...checked, ...tested]
  const failed = total(all, 'failed') + Number(foundNothing) + Number(isBareOfPostgres && process.env['ALLOW_NO_POSTGRES'] !== '1')
  const skipped = total(all, 'skipped')
  console.log(['', ...notes, `${total(all, 'passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`].join('\n'))
  return failed === 0
}

function report<Result extends StepResult>(result: Result): Result {
  const { name, passed, failed, seconds, output } = result
  if (passed + failed === 0) return result
  const count = passed + failed > 1 ? `${passed} of ${passed + failed}` : ''
  console.log(`${failed === 0 ? '✓' : '✗'} ${name.padEnd(10)}${count.padEnd(14)}${seconds.toFixed(1).padStart(6)} s`)
  if (output) console.log(`\n${output.trim()}\n`)
  return result
}

function total(results: StepResult[], what: 'passed' | 'failed' | 'skipped'): number {
  return results.reduce((sum, result) => sum + result[what], 0)
}
