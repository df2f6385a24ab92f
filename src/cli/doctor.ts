import { Resolver } from 'node:dns/promises'
import type { Command } from 'commander'
import { readCurrentSettings } from '../current-settings.ts'
import { diagnoseMistakes } from '../flow/doctor/diagnose-mistakes.ts'
import { examine, type Diagnosis } from '../flow/doctor/examine.ts'
import { inEnglish } from '../render/in-english.ts'
import { columns, type Door } from './door.ts'

export function addDoctorCommand(program: Command, door: Door): void {
  program
    .command('doctor')
    .description('look at everything that must be right before mail arrives, and say what to do; sends and changes nothing')
    .option('--dns', 'ask the DNS also where the mail server is on this machine')
    .action(async ({ dns }: { dns?: true }) => {
      const diagnoses = await diagnose(door, dns ?? false)
      door.answer(diagnoses, linesOf(diagnoses))
      if (diagnoses.some(({ state }) => state === 'fault')) process.exitCode = 1
    })
}

async function diagnose(door: Door, insistsOnDns: boolean): Promise<Diagnosis[]> {
  const nodeVersion = process.versions.node
  const read = await readCurrentSettings()
  if (!read.ok) return diagnoseMistakes(read.mistakes, nodeVersion)
  // Two tries of 1.5 seconds: no query takes longer than three.
  const dns = new Resolver({ timeout: 1500, tries: 2, maxTimeout: 1500 })
  return examine(read.config, read.warnings, { dns, clock: door.now, nodeVersion, insistsOnDns })
}

function linesOf(diagnoses: Diagnosis[]): string[] {
  const rows = columns(diagnoses.map(({ state, id, message }) => [state === 'fault' ? 'FAULT' : state, id, inEnglish(message)]))
  const lines = diagnoses.flatMap(({ todo }, index) => [rows[index] ?? '', ...(todo === undefined ? [] : [`    → ${inEnglish(todo)}`])])
  const count = (state: Diagnosis['state']): number => diagnoses.filter((one) => one.state === state).length
  return [
    ...lines,
    '',
    `faults: ${count('fault')}, warnings: ${count('warning')}, ok: ${count('ok')}, not checked: ${count('not-checked')}`,
  ]
}
