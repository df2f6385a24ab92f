import { randomInt } from 'node:crypto'
import { checkAddress } from '../../domain/address.ts'
import type { Language } from '../../domain/briefing.ts'
import { DAY, type Instant } from '../../domain/instant.ts'
import type { NoticeContent } from '../../domain/notice.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { findIssue } from '../../store/issues.ts'
import { countTestMails, insertTestMail } from '../../store/test-mails.ts'
import { isSuppressed } from '../is-suppressed.ts'
import { findCompany, type Companion } from '../find-company.ts'
import { findEdition, type NoPreview } from '../find-edition.ts'
import type { Publication } from '../publication.ts'
import { putTogether } from '../put-together.ts'
import { queueNotice, ringForNotices } from '../queue-notice.ts'
import type { Shares } from '../arrange-sections.ts'
import type { MadeUpReader } from './made-up-reader.ts'

export type TestSent =
  | { ok: true; sent: string[]; suppressed: string[] }
  | { ok: false; reason: NoPreview | 'nobody' | 'too-many' | 'too-many-today' }
  | { ok: false; reason: 'bad-address'; address: string }

/** `as`: whose mail it looks like. `to`: who gets it. */
type Wanted = { issueId: number; as: string | MadeUpReader; to: string[] }

export const MOST_TEST_MAILS = 20
const MOST_A_DAY = 200
const MARK = '[Test] '

// Beyond every delivery that there will be: a report about a test mail concerns nobody, and no two have one Message-ID.
const FIRST_NUMBER = 2 ** 51

/**
 * Sends an issue to colleagues as a reader would get it, with [Test] in its subject and links that belong to nobody. It goes by the line
 * of notices and is no delivery: nothing is counted, nobody has had a story by it.
 */
export async function sendTest(
  store: Store,
  wanted: Wanted,
  by: Actor,
  around: { publication: Publication; now: Instant },
): Promise<TestSent> {
  const { publication, now } = around
  const addresses = readAddresses(wanted.to)
  if (!addresses.ok) return addresses
  if (addresses.list.length === 0) return { ok: false, reason: 'nobody' }
  if (addresses.list.length > MOST_TEST_MAILS) return { ok: false, reason: 'too-many' }
  if ((await countTestMails(store.db, { personId: by.id, since: now - DAY })) + addresses.list.length > MOST_A_DAY)
    return { ok: false, reason: 'too-many-today' }
  const found = await findIssue(store.db, wanted.issueId)
  const edition = await findEdition(store.db, { what: String(wanted.issueId), as: wanted.as }, publication, now)
  if (!edition.ok || !found) return { ok: false, reason: edition.ok ? 'no-such-issue' : edition.reason }
  const company = await findCompany(store.db, edition, publication, now)
  const ready: Ready[] = []
  const suppressed = []
  for (const one of addresses.list) {
    if (await isSuppressed(store.db, publication, one.canonical)) suppressed.push(one.address)
    else ready.push(await makeReady({ company, to: one }, around))
  }
  await store.db.transaction().execute(async (tx) => {
    for (const { to, notice } of ready) {
      const noticeId = await queueNotice(tx, { kind: 'test-mail', ...to, ...notice }, now)
      await insertTestMail(tx, { issueId: wanted.issueId, noticeId, personId: by.id }, now)
    }
    await writeDeed(tx, by, { action: 'issue.test', subject: `issue:${wanted.issueId}`, after: { mails: ready.length } }, now)
  })
  ringForNotices(store)
  return { ok: true, sent: ready.map(({ to }) => to.address), suppressed }
}

type To = { address: string; canonical: string }

function readAddresses(to: string[]): { ok: true; list: To[] } | { ok: false; reason: 'bad-address'; address: string } {
  const list = new Map<string, To>()
  for (const text of to) {
    const checked = checkAddress(text)
    if (!checked.ok) return { ok: false, reason: 'bad-address', address: text }
    list.set(checked.canonical, checked)
  }
  return { ok: true, list: [...list.values()] }
}

type One = { company: [Companion, ...Companion[]]; to: To }

/** A mail as it will go out. */
type Ready = { to: To; notice: { language: Language; content: NoticeContent } }

async function makeReady({ company, to }: One, { publication, now }: { publication: Publication; now: Instant }): Promise<Ready> {
  const deliveryId = FIRST_NUMBER + randomInt(2 ** 47)
  const tried = { deliveryId, subscriberId: 0, address: to.address, mark: MARK }
  const shares = company.map(({ frozen, share }) => ({ frozen, share: { ...share, ...tried } }))
  const message = await putTogether(shares as Shares, publication, now)
  const { from, isInternational } = message.envelope
  const ready = { from, isInternational, raw: Buffer.concat(message.raw).toString('base64') }
  const content = { subject: MARK, heading: '', paragraphs: [], remarks: [], ready }
  return { to, notice: { language: company[0].share.language, content } }
}
