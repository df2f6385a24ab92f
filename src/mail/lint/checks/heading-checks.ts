import { saying } from '../../../domain/saying.ts'
import { faultIf, onPage, type Check, type Fault } from '../check.ts'
import { placeOf, type Page } from '../page/read-page.ts'

export const headingChecks: Check[] = [{ id: 'J3', level: 'must', look: onPage(headingFaults) }]

function headingFaults(page: Page): Fault[] {
  const headings = page.elements.filter(({ name }) => /^h[1-6]$/.test(name))
  const tops = headings.filter(({ name }) => name === 'h1').length
  const jumps = headings.flatMap((heading, index) => {
    const before = headings[index - 1]
    const isJump = before === undefined ? heading.name !== 'h1' : levelOf(heading.name) > levelOf(before.name) + 1
    return faultIf(isJump, saying('lint.heading-skips', { heading: heading.name, before: before?.name ?? '–' }), placeOf(page, heading))
  })
  return [...faultIf(tops !== 1, saying('lint.headings-top', { count: tops }), 'html'), ...(tops === 0 ? [] : jumps)]
}

const levelOf = (name: string): number => Number(name.charAt(1))
