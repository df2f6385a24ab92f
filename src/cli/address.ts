import type { Command } from 'commander'
import { addressFaultText } from '../domain/address-fault.ts'
import { checkAddress } from '../domain/address.ts'
import type { Door } from './door.ts'

export function addAddressCommands(program: Command, door: Door): void {
  const address = program.command('address').description('addresses and the rule about them')
  address
    .command('check <address...>')
    .description(
      'whether we can write to addresses, and the one form in which each is known; - reads JSON strings, one a line, from standard input',
    )
    .action(async (given: string[]) => {
      const addresses = await Promise.all(given.map(async (one) => (one === '-' ? readLines() : [one])))
      const checked = addresses.flat().map(check)
      door.answer(
        checked,
        checked.map(({ address, ok, canonical, reason }) =>
          ok ? `${address}: ${canonical ?? ''}` : `${JSON.stringify(address)}: ${reason ?? ''}`,
        ),
      )
    })
}

function check(address: string): { address: string; ok: boolean; canonical: string | null; reason: string | null } {
  const checked = checkAddress(address)
  return checked.ok
    ? { address, ok: true, canonical: checked.canonical, reason: null }
    : { address, ok: false, canonical: null, reason: addressFaultText(checked.reason) }
}

async function readLines(): Promise<string[]> {
  let input = ''
  for await (const piece of process.stdin.setEncoding('utf8')) input += String(piece)
  const lines = input.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'string') throw new Error(`Standard input must hold JSON strings, one a line; this is none: ${line.slice(0, 80)}`)
    return value
  })
}
