import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckFinding } from './finding.ts'

/** Where systems put it; the search path of whoever started us is not asked. */
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/usr/sbin', '/opt/homebrew/bin']
const PATIENCE = 30_000
const LONGEST_ANSWER = 200_000

/** Whether SpamAssassin is on this machine. */
export const hasSpamAssassin = (folders = FOLDERS): boolean => programIn(folders) !== undefined

/**
 * What SpamAssassin makes of a message: one finding with its points and the rules that it broke; nothing where it is not on this machine, or
 * does not answer in time. Only rules that ask nobody else are run.
 */
export async function scoreSpam(raw: Uint8Array, folders = FOLDERS): Promise<CheckFinding[]> {
  const program = programIn(folders)
  const answer = program === undefined ? undefined : await run(program, raw)
  const [, score, limit, rules = ''] =
    /^X-Spam-Status:.{0,40}score=(-?[\d.]+) required=([\d.]+)\s+tests=([^=]*?)(?:\s+\w+=|$)/ms.exec(
      (answer ?? '').replaceAll(/\r?\n[ \t]+/g, ' '),
    ) ?? []
  if (score === undefined || limit === undefined) return []
  const level = Number(score) >= Number(limit) ? 'must' : Number(score) >= Number(limit) / 2 ? 'should' : 'hint'
  const found = rules.replaceAll(/\s+/g, '').replaceAll(',', ', ').slice(0, 400)
  return [{ check: 'spam-score', level, field: 'mail', line: 0, found, values: { score, limit } }]
}

const programIn = (folders: string[]): string | undefined =>
  folders.map((folder) => join(folder, 'spamassassin')).find((file) => existsSync(file))

function run(program: string, raw: Uint8Array): Promise<string | undefined> {
  return new Promise((settle) => {
    const child = spawn(program, ['--test-mode', '--local'], { env: {}, timeout: PATIENCE, stdio: ['pipe', 'pipe', 'ignore'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(0, LONGEST_ANSWER)))
    child.on('error', () => settle(undefined))
    child.on('close', () => settle(said))
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined)
    child.stdin.end(raw)
  })
}
