import type { Fault } from './check.ts'
import { contrastFaults } from './checks/contrast-checks.ts'
import { darkPage } from './page/dark-page.ts'
import { readPage } from './page/read-page.ts'

/** Texts of an html part that are hard to read once its own dark colours are on. */
export const darkContrast = (html: string): Fault[] => contrastFaults(darkPage(readPage(html)))
