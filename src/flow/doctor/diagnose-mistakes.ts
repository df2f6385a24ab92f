import { fault, notChecked } from '../../mail/doctor/verdict.ts'
import { checkNode } from './check-node.ts'
import type { Diagnosis } from './examine.ts'

/** What can be said when the settings cannot be used: what is wrong with them, all of it. */
export function diagnoseMistakes(mistakes: string[], nodeVersion: string): Diagnosis[] {
  const todo = 'Correct it in .env or in the environment; .env.example explains every setting.'
  return [
    ...mistakes.map((mistake) => ({ id: 'settings', ...fault(mistake, todo) })),
    { id: 'node', ...checkNode(nodeVersion) },
    { id: 'everything-else', ...notChecked('It depends on the settings.') },
  ]
}
