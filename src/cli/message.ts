import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { readCurrentSettings } from '../current-settings.ts'
import { lintMail } from '../flow/lint-mail.ts'
import { inEnglish } from '../render/in-english.ts'
import type { Door } from './door.ts'

export function addMessageCommands(program: Command, door: Door): void {
  const message = program.command('message').description('messages as bytes')
  message
    .command('lint <file...>')
    .description('check messages against what mail standards and mailbox providers demand')
    .action(async (files: string[]) => {
      for (const file of files) await lintFile(file, door)
    })
}

async function lintFile(file: string, door: Door): Promise<void> {
  const raw = await readFile(file).catch(() => undefined)
  if (!raw) return door.fail(`${file}: it cannot be read; check the path.`)
  // Links to our own program on this machine may be plain http; nothing else is taken from the settings.
  const read = await readCurrentSettings()
  const findings = lintMail(raw, read.ok ? { baseUrl: read.config.baseUrl } : {})
  const lines = findings.map(
    ({ id, level, message, where }) => `  ${id} ${level}: ${inEnglish(message)}${where === undefined ? '' : ` (${where})`}`,
  )
  door.answerEach({ file, findings }, [`${file}: ${findings.length === 0 ? 'nothing to say' : `${findings.length} findings`}`, ...lines])
}
