import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { classifyReport } from '../flow/classify-report.ts'
import type { Door } from './door.ts'

export function addReportCommands(program: Command, door: Door): void {
  const report = program.command('report').description('what mail servers report back')
  report
    .command('classify <file...>')
    .description('show how delivery reports, complaints and automatic replies are read, without storing anything')
    .action(async (files: string[]) => {
      for (const file of files) await classifyFile(file, door)
    })
}

async function classifyFile(file: string, door: Door): Promise<void> {
  const raw = await readFile(file).catch(() => undefined)
  if (!raw) return door.fail(`${file}: it cannot be read; check the path.`)
  const said = await classifyReport(file, raw)
  const lines = said.recipients.map((one) => `  ${one.address ?? '(no address)'}: ${one.class}, ${one.reason} (${one.rule})`)
  door.answerEach(said, [`${file}: ${said.kind}`, ...lines])
}
