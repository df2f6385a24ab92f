import type { Relay } from '../mail/relay.ts'
import { EXAMPLE_ADDRESS, EXAMPLE_POST, type MainSettings } from './main-settings.ts'

/** What only shows when settings are seen together. Mail that leaves this machine must be right; towards a server on it we only warn. */
export function checkTogether(found: MainSettings, relay: Relay | undefined): { musts: string[]; warnings: string[] } {
  const notes: string[] = []
  if (relay) {
    if (found.SENDER_ADDRESS === EXAMPLE_ADDRESS)
      notes.push('SENDER_ADDRESS: set the address that your digests come from, one that takes replies')
    if (found.POSTAL_ADDRESS === EXAMPLE_POST) notes.push('POSTAL_ADDRESS: set your postal address, which the law wants below every mail')
    if (!isPublic(found.BASE_URL))
      notes.push('BASE_URL: set the public https address of this server; one-click unsubscribing and every link depend on it')
  }
  const isRemote = relay !== undefined && !relay.isLocal
  const secret =
    found.DATABASE_URL.startsWith('postgres') && found.SECRET === undefined
      ? ['SECRET: processes on other machines need the same one; set it where there are several']
      : []
  return isRemote ? { musts: notes, warnings: secret } : { musts: [], warnings: [...notes, ...secret] }
}

function isPublic(baseUrl: string | undefined): boolean {
  if (baseUrl === undefined) return false
  const { protocol, hostname } = new URL(baseUrl)
  return protocol === 'https:' && hostname.includes('.') && !/^[\d.]+$/.test(hostname)
}
