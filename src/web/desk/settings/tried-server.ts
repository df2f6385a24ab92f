import { readStored } from '../../../flow/settings/read-stored.ts'
import { mailServerOf, type MailServer } from '../../../flow/settings/smtp-url.ts'
import type { Web } from '../../web.ts'

/** A mail server that was tried and is not saved yet; `ok`: it took a mail. */
export type Tried = { url: string; ok: boolean }

const NAME = 'tried mail server'

/** Carries what was tried through the form, sealed: the password that was typed is neither kept by us nor readable there. */
export const triedServer = ({ settings: { seal } }: Web) => ({
  hold: (tried: Tried): string => seal.close(NAME, JSON.stringify(tried)),
  read: (held: string): Tried | undefined => {
    const text = held === '' ? undefined : seal.open(NAME, held)
    return text === undefined ? undefined : (JSON.parse(text) as Tried)
  },
})

/** The one that is saved, with its password: not to be shown. */
export async function storedServer({ store, settings }: Web): Promise<MailServer | undefined> {
  const { values } = await readStored(store.db, settings.seal)
  return mailServerOf(values['SMTP_URL'])
}
