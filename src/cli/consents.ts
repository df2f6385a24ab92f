import type { Command } from 'commander'
import { checkAddress } from '../domain/address.ts'
import { listConsents, type ListedConsent } from '../store/listings/consents.ts'
import { timeText, type Door } from './door.ts'

export function addConsentsCommand(subscriber: Command, door: Door): void {
  subscriber
    .command('consents <address>')
    .description('to what a reader has agreed: when, how, where, and to which words; with --json for whoever asks for it')
    .action((address: string) =>
      door.withApp(async (app) => {
        const checked = checkAddress(address)
        if (!checked.ok) return door.fail(`${JSON.stringify(address)} is no address. Write one such as name@example.com.`)
        const consents = await listConsents(app.store.db, checked.canonical)
        if (consents.length === 0)
          return door.fail(`Nothing is written down for ${address}: nobody with this address has agreed to anything.`)
        door.answer(consents, consents.flatMap(linesOf))
      }),
    )
}

function linesOf({ digest, how, asked, given, wording }: ListedConsent): string[] {
  const place = ({ network, browser }: ListedConsent['asked']): string =>
    [network && `from ${network}`, browser && `with ${browser}`].filter(Boolean).join(' ')
  const lines = [
    `${digest}, by ${how}`,
    `  asked      ${timeText(asked.at)} ${place(asked)}`.trimEnd(),
    `  confirmed  ${timeText(given.at)} ${place(given)}`.trimEnd(),
  ]
  return wording ? [...lines, `  words      ${wording.language}, version ${wording.version}: ${wording.text}`] : lines
}
