import { inEnglish } from '../render/in-english.ts'
import type { Command } from 'commander'
import { addressFault } from '../domain/address-fault.ts'
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
      const input = given.includes('-') ? await readLines() : { ok: true as const, addresses: [] }
      if (!input.ok) return door.fail(input.message)
      const checked = given.flatMap((one) => (one === '-' ? input.addresses : [one])).map(check)
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
    : { address, ok: false, canonical: null, reason: inEnglish(addressFault(checked.reason)) }
}

async function readLines(): Promise<{ ok: true; addresses: string[] } | { ok: false; message: string }> {
  let input = ''
  for await (const piece of process.stdin.setEncoding('utf8')) input += String(piece)
  const addresses: string[] = []
  for (const [index, line] of input.split('\n').entries()) {
    if (line.trim() === '') continue
    const address = readString(line)
    if (address === undefined)
      return { ok: false, message: `Line ${index + 1} of standard input is no JSON string: write such as "david@example.com", in quotes.` }
    addresses.push(address)
  }
  return { ok: true, addresses }
}

function readString(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
