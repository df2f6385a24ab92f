import { readdirSync } from 'node:fs'
import { mjmlCompiles } from '../../src/render/compile-mjml.ts'
import type { Result } from './figure.ts'
import { openBench } from './open-bench.ts'

const TEMPLATES = new URL('../../templates/', import.meta.url)

/** How often MJML runs for an issue in all languages. It is counted in this process, which may have made issues for other figures before. */
export async function compiles(): Promise<Result[]> {
  const before = mjmlCompiles()
  await using bench = await openBench({ readers: 1, briefings: 100, port: 25 })
  const templates = readdirSync(new URL('email', TEMPLATES)).filter((name) => name.endsWith('.mjml')).length
  const languages = readdirSync(new URL('words', TEMPLATES)).length
  return [
    {
      what: 'MJML compiles for an issue',
      value: mjmlCompiles() - before,
      goal: { atMost: templates * languages },
      detail: `issue ${bench.issue.number} of 100 briefings, ${templates} template, ${languages} languages; the next issue needs none`,
    },
  ]
}
