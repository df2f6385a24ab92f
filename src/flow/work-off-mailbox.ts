import type { Instant } from '../domain/instant.ts'
import { findRecipient } from '../mail/intake/find-recipient.ts'
import type { Mailbox } from '../mail/intake/open-mailbox.ts'
import type { Db } from '../store/dialect.ts'
import { findPosition, replacePosition, type MailboxPosition } from '../store/mailbox-positions.ts'
import { readArrivals, type ReadArrival } from './read-arrivals.ts'
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
  const batches = Array.from({ length: Math.ceil(fresh.length / BATCH) }, (_, index) => fresh.slice(index * BATCH, (index + 1) * BATCH))
  let coming = bring(tools, mailbox, batches[0])
  let held = position
  let mails = 0
  for (const [index, batch] of batches.entries()) {
    if (signal.aborted) break
    const brought = await coming
    // While these are stored, the next ones are on their way and being read.
    coming = bring(tools, mailbox, batches[index + 1])
    const next = await takeBatch(tools, { held, through: batch.at(-1) ?? held.through, brought })
    if (!next) return { state: 'held-by-another' }
    held = next
    const taken = brought.map(({ uid }) => uid)
    await moveAll(mailbox, taken, held.unmatched)
    mails += brought.length
  }
  await letGo(tools, held)
  return { state: 'done', mails }
}

type Brought = ReadArrival & { uid: number }

/** Fetches mails and reads them. Whoever waits for them hears of trouble; nobody waits for those that a broken line or a stop leaves behind. */
function bring(tools: MailboxTools, mailbox: Mailbox, uids: number[] = []): Promise<Brought[]> {
  const bringing = fetchAndRead(tools, mailbox, uids)
  bringing.catch(() => undefined)
  return bringing
}

async function fetchAndRead(tools: MailboxTools, mailbox: Mailbox, uids: number[]): Promise<Brought[]> {
  if (uids.length === 0) return []
  const fetched = await mailbox.fetch(uids)
  const { bounceDomain } = tools.publication
  return readArrivals(
    tools,
    fetched.map(({ uid, raw }) => ({ uid, via: 'imap' as const, to: findRecipient(raw, bounceDomain), raw })),
  )
}

type Batch = { held: MailboxPosition; through: number; brought: Brought[] }

/** Undefined when somebody else has the mailbox by now: then nothing of the batch is stored. Throws when the store is away. */
async function takeBatch(tools: MailboxTools, { held, through, brought }: Batch): Promise<MailboxPosition | undefined> {
  const { clock, name } = tools
  let next = held
  const and = async (tx: Db, taken: ReportTaken[]): Promise<void> => {
    const unmatched = brought.filter((_, index) => taken[index]?.verdict === 'unmatched').map(({ uid }) => uid)
    next = { ...held, through, unmatched, heldUntil: clock() + HOLD }
    if (!(await replacePosition(tx, name, { from: held, to: next }))) throw new LostHold()
  }
  try {
    await takeReports(tools, brought, { now: clock(), and })
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
