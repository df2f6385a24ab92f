import type { Command } from 'commander'
import { mistakesText } from '../config.ts'
import { readCurrentSettings } from '../current-settings.ts'
import { listDkimRecords, type DkimRecord } from '../flow/list-dkim-records.ts'
import { makeDkimKey } from '../flow/make-dkim-key.ts'
import type { Door } from './door.ts'

export function addDkimCommands(program: Command, door: Door): void {
  const dkim = program.command('dkim').description('the keys that sign every mail')
  dkim
    .command('key <file>')
    .description('make an RSA key of 2048 bits in a new file, such as ./data/dkim.pem')
    .action((file: string) => makeKey(file, door))
  dkim
    .command('record')
    .description('the DNS records to publish for the keys that are set')
    .action(async () => {
      const read = await readCurrentSettings()
      if (!read.ok) return door.fail(mistakesText(read.mistakes))
      const records = listDkimRecords(read.config)
      if (records.length === 0) return door.fail('No DKIM key is set. "settings make-dkim-key --selector mail2026" makes one.')
      door.answer(records, records.flatMap(linesOf))
    })
}

const FAULTS = {
  exists: 'is there already and is left as it is: mails may be signed with it. Take another name.',
  'no-folder': 'cannot be made: its folder does not exist. Make the folder first.',
  'not-allowed': 'cannot be made: its folder may not be written to. Check the permissions.',
}

async function makeKey(file: string, door: Door): Promise<void> {
  const made = await makeDkimKey(file)
  if (!made.ok) return door.fail(`${file} ${FAULTS[made.reason]}`)
  door.answer({ file }, [
    `${file} holds a new key. Only you can read it; back it up, and show it to nobody.`,
    `Set DKIM_SELECTOR (such as mail2026) and DKIM_KEY_FILE=${file}, or DKIM_NEXT_SELECTOR and DKIM_NEXT_KEY_FILE if another key signs now.`,
    'Then "dkim record" prints what to publish, and "doctor" sees whether it is.',
  ])
}

const linesOf = ({ use, selector, name, strings }: DkimRecord): string[] => [
  use === 'signs' ? `${selector} signs every mail:` : `${selector} is to follow:`,
  `  name   ${name}`,
  '  type   TXT',
  `  value  ${strings.map((string) => `"${string}"`).join(' ')}`,
]
