import type { FrameLocator, Page } from 'playwright-core'
import { expect } from 'vitest'

type Wanted = { url: string; to: string; about?: string }

/** Waits in the built-in catcher for the newest mail to an address whose subject holds the words, opens it and gives back what it shows. */
export async function openCaughtMail(page: Page, { url, to, about = '' }: Wanted): Promise<FrameLocator> {
  const mail = page.locator('.mails a').filter({ hasText: to }).filter({ hasText: about })
  const look = async (): Promise<number> => {
    await page.goto(`${url}/inbox?q=${to}`)
    return mail.count()
  }
  await expect.poll(look, { timeout: 15_000, message: `a mail to ${to} about ${about}` }).toBeGreaterThan(0)
  await mail.first().click()
  return page.frameLocator('iframe')
}

/** Goes where the mail's first link with this path leads. */
export async function followLink(page: Page, mail: FrameLocator, path: string): Promise<void> {
  await page.goto((await mail.locator(`a[href*="${path}"]`).first().getAttribute('href')) ?? '')
}
