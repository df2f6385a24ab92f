import { parseArgs } from 'node:util'

export type Options = {
  figures: string[]
  /** Readers of the largest figure; the others are smaller in proportion. */
  readers: number
  rounds: number
  isJson: boolean
  isProfiled: boolean
}

export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      readers: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  })
  const { readers, rounds, json, profile } = values
  return {
    figures: positionals,
    readers: wholeNumber(readers, 'readers'),
    rounds: wholeNumber(rounds, 'rounds'),
    isJson: json,
    isProfiled: profile,
  }
}

function wholeNumber(text: string, name: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1 on.`)
  return number
}
