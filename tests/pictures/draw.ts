import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { startWeb } from '../../src/web/server.ts'
import { openBrowser } from '../support/browser.ts'
import { settingsOver } from '../support/settings.ts'
import { openWorld, PUBLICATION } from '../support/world.ts'
import { furnishNewsroom, NOW, PASSWORD } from './newsroom.ts'

// Draws the pictures of the desk that stand in the README: `node tests/pictures/draw.ts`, after its pages have changed.

const PICTURES = [
  { name: 'front', path: '', theme: 'light' },
  { name: 'briefing', path: '/briefings/1', theme: 'light' },
  { name: 'preview', path: '/issues/6/preview?as=aiko%40tokyo.example', theme: 'dark' },
] as const

const SIZE = { width: 1200, height: 820 }
const FOLDER = fileURLToPath(new URL('../../templates/desk/', import.meta.url))

const place = mkdtempSync(join(tmpdir(), 'broadsheet-pictures-'))
try {
  await using store = await openWorld(`sqlite:${join(place, 'newsroom.db')}`)
  await furnishNewsroom(store)
  const common = { store, publication: PUBLICATION, settings: settingsOver(store), clock: () => NOW, catcher: true, pagesGoodFor: 0 }
  const lookAhead = { begin: () => undefined, seen: () => ({ state: 'none' as const }) }
  const { url, close } = await startWeb({ ...common, lookAhead, config: { host: '127.0.0.1', port: 0 } })
  await using browser = await openBrowser()
  for (const { name, path, theme } of PICTURES) {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: theme })
    const desk = new URL('desk', url).href
    await signIn(page, desk)
    await page.goto(desk + path, { waitUntil: 'networkidle' })
    await page.screenshot({ path: join(FOLDER, `picture-${name}.png`), animations: 'disabled' })
    await page.close()
  }
  await close()
} finally {
  rmSync(place, { recursive: true })
}

async function signIn(page: Page, desk: string): Promise<void> {
  await page.goto(`${desk}/sign-in`)
  await page.fill('#address', 'aiko@example.com')
  await page.fill('#password', PASSWORD)
  await page.click('button.btn-primary')
  await page.waitForURL(/desk$/)
}
