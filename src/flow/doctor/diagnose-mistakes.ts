import { saying } from '../../domain/saying.ts'
import { fault, notChecked } from '../../mail/doctor/verdict.ts'
import { checkNode } from './check-node.ts'
import type { Diagnosis } from './examine.ts'

/** What can be said when the settings cannot be used: what is wrong with them, all of it. */
export function diagnoseMistakes(mistakes: string[], nodeVersion: string): Diagnosis[] {
  const todo = saying('doctor.settings-correct')
  return [
    ...mistakes.map((mistake) => ({ id: 'settings', ...fault(saying('doctor.as-said', { text: mistake }), todo) })),
    { id: 'node', ...checkNode(nodeVersion) },
    { id: 'everything-else', ...notChecked(saying('doctor.settings-first')) },
  ]
}
