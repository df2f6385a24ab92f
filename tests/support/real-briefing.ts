import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** A story of our own in the layout of the real one, for a clone that has no real one beside it. */
const STAND_IN = `美国政治要闻

Ukraine: harbour talks end with a plan

Ukraine: harbour talks end with a plan

Harbour Plan

U.S. Security Guarantees for Ukraine: a stand-in for the real briefing

Two towns have agreed on how to share one harbour, after a winter of talks.


What was agreed

The towns share the quay from spring on. The plan has three parts:

  • Mornings belong to the fishing boats
  • Afternoons belong to the ferries
  • Nights are quiet


Current Status and Implications

Ukraine Security Guarantees is the kicker of the real briefing, which this one stands in for.

  • The quay is mended first

Sources (3)
Updated Feb 13, 2026`

/** Where the real briefing stands, or one of ours of the same layout where there is none. */
export function realBriefing(): string {
  const real = resolve(process.env['BRIEFINGS_DIR'] ?? '../shared/briefings', 'us-politics.txt')
  if (existsSync(real)) return real
  const file = join(mkdtempSync(join(tmpdir(), 'broadsheet-briefing-')), 'us-politics.txt')
  writeFileSync(file, STAND_IN)
  return file
}
