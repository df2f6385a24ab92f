import type { Instant } from '../domain/instant.ts'
import { findRecipient } from '../mail/intake/find-recipient.ts'
import type { FetchedMail, Mailbox } from '../mail/intake/open-mailbox.ts'
import type { Db } from '../store/dialect.ts'
import { findPosition, replacePosition, type MailboxPosition } from '../store/mailbox-positions.ts'
import type { ReportTaken } from './report-taken.ts'
import type { ReportTools } from './report-tools.ts'
import { takeReports } from './take-reports.ts'

export type MailboxTools = ReportTools & {
  clock: () => Instant
  /** Which mailbox it is, as it is remembered. */
  name: string
  /** Who works on it: a word of this process alone. */
  holder: string
}

export type WorkedOff = { state: 'done'; mails: number } | { state: 'held-by-another' }

const BATCH = 50

/** Whoever is killed keeps the others waiting for so long. */
const HOLD = 20_000

const DONE = 'Done'
const UNMATCHED = 'Unmatched'

/**
 * Takes every mail in the folder once and moves it out: `Done`, or `Unmatched` for a person to look at. What a batch of reports says and how
 * far that got is written down together, and only then are the mails moved: whenever it is killed, no report is left out or counted twice,
 * and no mail whose report was stored is looked at again.
 */
export async function workOffMailbox(tools: MailboxTools, mailbox: Mailbox, signal: AbortSignal): Promise<WorkedOff> {
  const position = await takeHold(tools, mailbox)
  if (!position) return { state: 'held-by-another' }
  const uids = await mailbox.list()
  await moveLookedAt(mailbox, position, uids)
  const fresh = uids.filter((uid) => uid > position.through)
  let held = position
  let mails = 0
  for (let from = 0; from < fresh.length && !signal.aborted; from += BATCH) {
    const batch = fresh.slice(from, from + BATCH)
    const fetched = await mailbox.fetch(batch)
    const next = await takeBatch(tools, { held, through: batch.at(-1) ?? held.through, fetched })
    if (!next) return { state: 'held-by-another' }
    held = next
    const taken = fetched.map(({ uid }) => uid)
    await moveAll(mailbox, taken, held.unmatched)
    mails += fetched.length
  }
  await letGo(tools, held)
  return { state: 'done', mails }
}

type Batch = { held: MailboxPosition; through: number; fetched: FetchedMail[] }

/** Undefined when somebody else has the mailbox by now: then nothing of the batch is stored. Throws when the store is away. */
async function takeBatch(tools: MailboxTools, { held, through, fetched }: Batch): Promise<MailboxPosition | undefined> {
  const { clock, name, publication } = tools
  const arrivals = fetched.map(({ raw }) => ({ via: 'imap' as const, to: findRecipient(raw, publication.bounceDomain), raw }))
  let next = held
  const and = async (tx: Db, taken: ReportTaken[]): Promise<void> => {
    const unmatched = fetched.filter((_, index) => taken[index]?.verdict === 'unmatched').map(({ uid }) => uid)
    next = { ...held, through, unmatched, heldUntil: clock() + HOLD }
    if (!(await replacePosition(tx, name, { from: held, to: next }))) throw new LostHold()
  }
  try {
    await takeReports(tools, arrivals, { now: clock(), and })
    return next
  } catch (error) {
    if (error instanceof LostHold) return undefined
    throw error
  }
}

/** Takes the transaction back. */
class LostHold extends Error {}

async function takeHold({ store, clock, name, holder }: MailboxTools, { uidValidity }: Mailbox): Promise<MailboxPosition | undefined> {
  const known = await findPosition(store.db, name)
  if (known && known.holder !== holder && known.heldUntil > clock()) return undefined
  const isSame = known?.uidValidity === uidValidity
  const through = isSame ? known.through : 0
  const to = { uidValidity, through, unmatched: isSame ? known.unmatched : [], holder, heldUntil: clock() + HOLD }
  return (await replacePosition(store.db, name, { from: known, to })) ? to : undefined
}

/** What was looked at and not moved any more, because the process or the line was gone. */
async function moveLookedAt(mailbox: Mailbox, { through, unmatched }: MailboxPosition, uids: number[]): Promise<void> {
  const left = uids.filter((uid) => uid <= through)
  await moveAll(
    mailbox,
    left,
    unmatched.filter((uid) => left.includes(uid)),
  )
}

async function moveAll(mailbox: Mailbox, uids: number[], unmatched: number[]): Promise<void> {
  const isUnmatched = new Set(unmatched)
  await mailbox.move(
    uids.filter((uid) => !isUnmatched.has(uid)),
    DONE,
  )
  await mailbox.move(unmatched, UNMATCHED)
}

async function letGo({ store, name }: MailboxTools, from: MailboxPosition): Promise<void> {
  await replacePosition(store.db, name, { from, to: { ...from, heldUntil: 0 } })
}
