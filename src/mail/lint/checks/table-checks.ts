import { saying } from '../../../domain/saying.ts'
import { onPage, type Check, type Fault } from '../check.ts'
import { placeOf, type Page } from '../page/read-page.ts'

export const tableChecks: Check[] = [{ id: 'J3', level: 'must', look: onPage(tableFaults) }]

/** A table with header cells and no role is one of data; all others only place things, and must say so. */
function tableFaults(page: Page): Fault[] {
  const withHeaders = new Set(page.elements.filter(({ name }) => name === 'th').map(({ parent }) => parent?.appearance.table))
  const tables = [...page.elements, ...page.outlookElements].filter(({ name }) => name === 'table')
  return tables.flatMap((table): Fault[] => {
    const isLayout = /^(?:presentation|none)$/i.test(table.attributes.get('role') ?? '')
    if (isLayout !== withHeaders.has(table)) return []
    return [{ message: isLayout ? PRESENTATION_WITH_HEADERS : NO_ROLE, where: placeOf(page, table) }]
  })
}

const NO_ROLE = saying('lint.table-layout')
const PRESENTATION_WITH_HEADERS = saying('lint.table-heads')
