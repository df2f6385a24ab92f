import { parseArgs } from 'node:util'

export type Options = {
  figures: string[]
  /** Readers that the largest figure takes; the others take as many as they are made for, but never more. */
  readers: number
  /** How often each thing is measured, besides a first time that does not count. */
  rounds: number
  isJson: boolean
  isProfiled: boolean
  isHelp: boolean
}

const QUICK = { readers: 5000, rounds: 1 }
const USUAL = { readers: 1_000_000, rounds: 3 }

/** Reads the command line. Throws a sentence for people where it makes no sense. */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      readers: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { quick, readers, rounds, json, profile, help } = values
  const usual = quick ? QUICK : USUAL
  return {
    figures: positionals,
    readers: readers === undefined ? usual.readers : wholeNumber(readers, 'readers'),
    rounds: rounds === undefined ? usual.rounds : wholeNumber(rounds, 'rounds'),
    isJson: json,
    isProfiled: profile,
    isHelp: help,
  }
}

function wholeNumber(text: string, name: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1 on.`)
  return number
}
