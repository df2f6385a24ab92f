import { Resolver } from 'node:dns/promises'
import type { App } from './app.ts'

/** Lets the doctor look, and keeps what it found. What that needs is loaded only then. */
export async function examineNow({ config, store, clock }: App): Promise<void> {
  const [{ examine }, { keepFindings }] = await Promise.all([import('./flow/doctor/examine.ts'), import('./flow/doctor/keep-findings.ts')])
  const instruments = { dns: openDns(), clock, nodeVersion: process.versions.node, insistsOnDns: false }
  await keepFindings(store, await examine(config, [], instruments), clock())
}

/** Two tries of 1.5 seconds: no query takes longer than three. */
export const openDns = (): Resolver => new Resolver({ timeout: 1500, tries: 2, maxTimeout: 1500 })
