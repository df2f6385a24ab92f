import type { Check, Fault } from '../check.ts'

const MESSAGE = { most: 10_000_000, comfortable: 400_000 }

// Gmail cuts the html off between 99,507 and 100,217 bytes (hteumeuleu/email-bugs #41).
const HTML = { most: 100_000, comfortable: 90_000 }

export const sizeChecks: Check[] = [
  { id: 'A18', level: 'must', look: ({ octets }) => sizeFaults(octets.length, MESSAGE, 'The message has') },
  { id: 'J1', level: 'must', look: ({ html }) => (html ? sizeFaults(html.byteLength, HTML, 'The html part has') : []) },
]

function sizeFaults(size: number, limits: { most: number; comfortable: number }, subject: string): Fault[] {
  if (size > limits.most)
    return [{ message: `${subject} ${size} bytes, more than ${limits.most}: show fewer or shorter stories, and link to the rest.` }]
  if (size < limits.comfortable) return []
  return [{ level: 'policy', message: `${subject} ${size} bytes: keep it below ${limits.comfortable}, so that nothing is cut off.` }]
}
