import { saying } from '../../../domain/saying.ts'
import type { Check, Fault } from '../check.ts'

const MESSAGE = { most: 10_000_000, comfortable: 400_000 }

// Gmail cuts the html off between 99,507 and 100,217 bytes (hteumeuleu/email-bugs #41).
const HTML = { most: 100_000, comfortable: 90_000 }

export const sizeChecks: Check[] = [
  { id: 'A18', level: 'must', look: ({ octets }) => sizeFaults(octets.length, MESSAGE, 'message') },
  { id: 'J1', level: 'must', look: ({ html }) => (html ? sizeFaults(html.byteLength, HTML, 'html') : []) },
]

function sizeFaults(size: number, limits: { most: number; comfortable: number }, what: 'message' | 'html'): Fault[] {
  if (size > limits.most) return [{ message: saying(`lint.size-over-${what}`, { bytes: size, most: limits.most }) }]
  if (size < limits.comfortable) return []
  return [{ level: 'policy', message: saying(`lint.size-near-${what}`, { bytes: size, most: limits.comfortable }) }]
}
