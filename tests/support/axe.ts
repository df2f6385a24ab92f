import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }

/**
 * What axe-core finds serious or worse on a page, one line each: none, if all is well. It is run from outside the page, as a debugger
 * would, so that the page's own rules about scripts need not be weakened.
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  // A button that was just pressed may replace the page under axe's hands: then it looks at the new one.
  const violations = await look(page).catch(async () => {
    await page.waitForLoadState('load')
    return look(page)
  })
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return grave.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`))
}

async function look(page: Page): Promise<Violation[]> {
  await page.waitForLoadState('load')
  await page.evaluate(source)
  return page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations)`,
  )
}
