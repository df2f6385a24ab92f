import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { unpackChromium } from './unpack-chromium.ts'

// The sandbox needs rights that a container or root does not have; the rest keeps the browser from calling home.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real Chromium without a window. `await using browser = await openBrowser()` closes it at the end. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env } = unpackChromium()
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } })
}
