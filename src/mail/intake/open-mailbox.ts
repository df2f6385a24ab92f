import { ImapFlow } from 'imapflow'
import { MOST_BYTES } from './arrival.ts'
import type { MailAccount } from './mail-account.ts'

export type FetchedMail = { uid: number; raw: Uint8Array }

/** An open folder of mails. Whatever fails ends the line: close it and open another. */
export type Mailbox = {
  /** Changes when the server numbers its mails anew; a number means nothing without it (RFC 3501 §2.3.1.1). */
  uidValidity: string
  /** The numbers of all mails in the folder, the oldest first. */
  list: () => Promise<number[]>
  /** The mails with these numbers, those that are still there. Of one that is too large, only as much as shows that it is. */
  fetch: (uids: number[]) => Promise<FetchedMail[]>
  /** Moves mails to a folder beside this one, which is made where it is missing. Nothing is ever deleted. */
  move: (uids: number[], folder: string) => Promise<void>
  /** Waits for new mail, as long as told, or until the line breaks. */
  waitForMail: (milliseconds: number, signal: AbortSignal) => Promise<void>
  close: () => Promise<void>
}

const PATIENCE = { connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 120_000 }

// A server that means us harm must not fill our memory: one answer is one mail, or the numbers of a million.
const LIMITS = {
  maxLiteralSize: 2 * MOST_BYTES,
  maxLineLength: 16 * MOST_BYTES,
  maxResponseSize: 32 * MOST_BYTES,
  maxResponseTokens: 100_000,
}

/** Signs in and opens the folder. Throws where that fails; `plainImapError` says why in plain words. */
export async function openMailbox(account: MailAccount): Promise<Mailbox> {
  const client = newClient(account)
  try {
    await client.connect()
    const { uidValidity } = await client.mailboxOpen(account.folder)
    return mailboxOf(client, String(uidValidity))
  } catch (error) {
    client.close()
    throw error
  }
}

/** Signs in, opens the folder and says goodbye. */
export async function tryMailbox(account: MailAccount): Promise<{ mails: number }> {
  const client = newClient(account)
  try {
    await client.connect()
    const { exists } = await client.mailboxOpen(account.folder, { readOnly: true })
    return { mails: exists }
  } finally {
    client.close()
  }
}

function newClient({ host, port, isSecure, isLocal, user, pass }: MailAccount): ImapFlow {
  const client = new ImapFlow({
    host,
    port,
    secure: isSecure,
    ...(!isSecure && { doSTARTTLS: !isLocal }),
    auth: { user, pass },
    clientInfo: { name: 'Broadsheet' },
    logger: false,
    disableAutoIdle: true,
    ...PATIENCE,
    ...LIMITS,
  })
  // What breaks the line also breaks the command under way, or the next one.
  client.on('error', () => undefined)
  return client
}

function mailboxOf(client: ImapFlow, uidValidity: string): Mailbox {
  const made = new Set<string>()
  return {
    uidValidity,
    async list() {
      const found = await client.search({ all: true }, { uid: true })
      if (!found) throw new Error('The IMAP server did not list the mails in the folder')
      return found.toSorted((a, b) => a - b)
    },
    async fetch(uids) {
      const mails: FetchedMail[] = []
      for await (const { uid, source } of client.fetch(uids, { source: { maxLength: MOST_BYTES + 1 } }, { uid: true }))
        if (source) mails.push({ uid, raw: source })
      return mails
    },
    async move(uids, folder) {
      if (uids.length === 0) return
      if (!made.has(folder)) await makeFolder(client, folder)
      made.add(folder)
      if (!(await client.messageMove(uids, folder, { uid: true })))
        throw new Error(`The IMAP server did not move ${uids.length} mails to the folder ${folder}`)
    },
    waitForMail: (milliseconds, signal) => waitForMail(client, milliseconds, signal),
    close: () => leave(client),
  }
}

async function makeFolder(client: ImapFlow, folder: string): Promise<void> {
  const isThere = async (): Promise<boolean> =>
    (await client.list()).some(({ name, parentPath }) => name === folder && isTop(client, parentPath))
  if (await isThere()) return
  try {
    await client.mailboxCreate(folder)
  } catch (error) {
    // Somebody else may have made it at the same moment, and not every server says so with ALREADYEXISTS (RFC 5530).
    if (!(await isThere())) throw error
  }
}

// Some servers keep all folders below INBOX.
const isTop = ({ namespace }: ImapFlow, parentPath: string): boolean =>
  parentPath === '' || (namespace !== undefined && `${parentPath}${namespace.delimiter}` === namespace.prefix)

async function waitForMail(client: ImapFlow, milliseconds: number, signal: AbortSignal): Promise<void> {
  const idling = client.idle().catch(() => false)
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    const wake = (): void => {
      clearTimeout(timer)
      resolve()
    }
    client.once('exists', wake)
    client.once('close', wake)
    signal.addEventListener('abort', wake, { once: true })
    if (signal.aborted || !client.usable) wake()
  })
  if (!client.usable) throw new Error('The IMAP server has closed the line')
  // Any command ends the waiting.
  await client.noop()
  await idling
}

async function leave(client: ImapFlow): Promise<void> {
  // A server that does not answer is not waited for.
  await Promise.race([client.logout().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 2_000).unref())])
  client.close()
}
