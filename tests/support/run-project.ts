import { MinimalReporter, startVitest } from 'vitest/node'
import type { TestModule, Vitest } from 'vitest/node'
import type { StepResult } from './run-check.ts'

export type ProjectResult = StepResult & {
  /** What tests announce as left out, because this machine does not have it: their names begin so. */
  leftOut: string[]
}

/** Runs rules, parts or journeys, in those files that have one of the words in their path, and prints what failed. */
export async function runProject(name: string, words: string[]): Promise<ProjectResult> {
  const startedAt = performance.now()
  const config = { config: 'tests/vitest.config.ts', project: [name], run: true, watch: false, allowOnly: false, passWithNoTests: true }
  const vitest = await startVitest(words, { ...config, reporters: [new FailuresOnly()] }, {}, { stderr: process.stdout })
  const modules = vitest.state.getTestModules()
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const count = (...states: string[]): number => tests.filter((test) => states.includes(test.result().state)).length
  const strayErrors = vitest.state.getUnhandledErrors().length
  await vitest.close()
  return {
    name,
    passed: count('passed'),
    // What never came to an end has failed, too.
    failed: count('failed', 'pending') + modules.filter(isBroken).length + strayErrors,
    skipped: count('skipped'),
    seconds: (performance.now() - startedAt) / 1000,
    output: '',
    leftOut: tests.map((test) => test.name).filter((title) => title.startsWith('Left out: ')),
  }
}

class FailuresOnly extends MinimalReporter {
  override onInit(vitest: Vitest): void {
    this.ctx = vitest
    this.silent = 'passed-only'
  }

  override onTestRunEnd(...[modules, errors, reason]: Parameters<MinimalReporter['onTestRunEnd']>): void {
    if (modules.length + errors.length > 0) super.onTestRunEnd(modules, errors, reason)
  }

  override reportTestSummary(): void {
    // `npm test` counts over all steps.
  }
}

// A file that could not be read, or whose hooks failed: no test of it says so.
function isBroken(module: TestModule): boolean {
  return module.state() === 'failed' && module.children.allTests('failed').next().done === true
}
