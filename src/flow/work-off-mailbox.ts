import type { Instant } from '../domain/instant.ts'
import type { TakeArrival } from '../mail/intake/arrival.ts'
import { findRecipient } from '../mail/intake/find-recipient.ts'
import type { FetchedMail, Mailbox } from '../mail/intake/open-mailbox.ts'
import type { Store } from '../store/dialect.ts'
import { findPosition, replacePosition, type MailboxPosition } from '../store/mailbox-positions.ts'

export type MailboxTools = {
  store: Store
  bounceDomain: string
  take: TakeArrival
  clock: () => Instant
  /** Which mailbox it is, as it is remembered. */
  name: string
  /** Who works on it: a word of this process alone. */
  holder: string
}

export type WorkedOff = { state: 'done'; mails: number } | { state: 'held-by-another' }

const BATCH = 50

/** Whoever is killed keeps the others waiting for so long. Where a batch takes longer, two may look at a mail, and it counts once. */
const HOLD = 20_000

const DONE = 'Done'
const UNMATCHED = 'Unmatched'

/**
 * Takes every mail in the folder once and moves it out: `Done`, or `Unmatched` for a person to look at. After each batch is written down how
 * far it got, and only then are the mails moved; so after a crash none is left out, and no more than one batch is looked at again, whose
 * reports count once anyway (take-report.ts).
 */
export async function workOffMailbox(tools: MailboxTools, mailbox: Mailbox, signal: AbortSignal): Promise<WorkedOff> {
  let position = await takeHold(tools, mailbox)
  if (!position) return { state: 'held-by-another' }
  const uids = await mailbox.list()
  await moveLookedAt(mailbox, position, uids)
  const fresh = uids.filter((uid) => uid > (position?.through ?? 0))
  let mails = 0
  for (let from = 0; from < fresh.length && !signal.aborted; from += BATCH) {
    const batch = fresh.slice(from, from + BATCH)
    const fetched = await mailbox.fetch(batch)
    const unmatched = await takeAll(tools, fetched)
    const through = batch.at(-1) ?? position.through
    position = await advance(tools, position, { through, unmatched })
    if (!position) return { state: 'held-by-another' }
    await moveAll(
      mailbox,
      fetched.map(({ uid }) => uid),
      unmatched,
    )
    mails += fetched.length
  }
  await letGo(tools, position)
  return { state: 'done', mails }
}

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

/** Gives back which of them were nobody's. Throws when one could not be stored: all of them stay where they are. */
async function takeAll({ take, bounceDomain }: MailboxTools, mails: FetchedMail[]): Promise<number[]> {
  const taken = await Promise.all(
    mails.map(async ({ uid, raw }) => ({ uid, verdict: await take({ via: 'imap', to: findRecipient(raw, bounceDomain), raw }) })),
  )
  return taken.filter(({ verdict }) => verdict === 'unmatched').map(({ uid }) => uid)
}

async function advance(
  { store, clock, name }: MailboxTools,
  from: MailboxPosition,
  how: Pick<MailboxPosition, 'through' | 'unmatched'>,
): Promise<MailboxPosition | undefined> {
  const to = { ...from, ...how, heldUntil: clock() + HOLD }
  return (await replacePosition(store.db, name, { from, to })) ? to : undefined
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
