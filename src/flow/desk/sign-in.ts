import { checkAddress } from '../../domain/address.ts'
import { MINUTE, type Instant } from '../../domain/instant.ts'
import { writeDeed } from '../../store/audit.ts'
import { findSession, insertSession, markSeen, pruneSessions, type DeskSession } from '../../store/desk-sessions.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { countFailures, forgetFailures, recordFailure } from '../../store/failed-sign-ins.ts'
import { findPerson, getPerson, takeTotpStep, type Person } from '../../store/people.ts'
import { isPassword } from './password.ts'
import { hashSecretWord, makeSecretWord } from './secret-word.ts'
import { stepOfCode } from './totp.ts'

export type SignInTry = { address: string; password: string; code: string; network: string; browser: string }

/** `word` goes into the cookie. `needs-code`: the password was right and the person's authenticator is asked next. */
export type SignedIn = { ok: true; word: string; person: Person } | { ok: false; reason: 'wrong' | 'needs-code' | 'too-many' }

const WINDOW = 15 * MINUTE
const MOST_PER_PERSON = 10
const MOST_PER_NETWORK = 30
const LONGEST_BROWSER = 300

/**
 * Lets somebody in. Unknown addresses, wrong passwords, wrong codes and people who were shut out get one and the same answer after the
 * same work; so many failures in a quarter of an hour, for an address or from a network, and nobody is let in until it is over.
 */
export async function signIn(store: Store, given: SignInTry, now: Instant): Promise<SignedIn> {
  const checked = checkAddress(given.address)
  const who = [`address ${checked.ok ? checked.canonical : ''}`, `network ${given.network}`] as const
  if (await isTooMany(store.db, who, now)) return { ok: false, reason: 'too-many' }
  const person = checked.ok ? await findPerson(store.db, checked.canonical) : undefined
  const isRight = await isPassword(given.password, person?.passwordHash ?? null)
  if (!person || !isRight || person.disabledAt !== null) return fail(store.db, who, now)
  if (person.totpSecret !== null && given.code.trim() === '') return { ok: false, reason: 'needs-code' }
  if (!(await isCode(store.db, person, given.code, now))) return fail(store.db, who, now)
  return letIn(store, { person, given, who: who[0] }, now)
}

async function isTooMany(db: Db, [address, network]: readonly [string, string], now: Instant): Promise<boolean> {
  const since = now - WINDOW
  return (await countFailures(db, address, since)) >= MOST_PER_PERSON || (await countFailures(db, network, since)) >= MOST_PER_NETWORK
}

async function fail(db: Db, who: readonly string[], now: Instant): Promise<SignedIn> {
  await recordFailure(db, who, now)
  return { ok: false, reason: 'wrong' }
}

async function isCode(db: Db, { id, totpSecret }: Person, code: string, now: Instant): Promise<boolean> {
  if (totpSecret === null) return true
  const step = await stepOfCode(totpSecret, code, now)
  return step !== undefined && takeTotpStep(db, id, step)
}

async function letIn(
  store: Store,
  { person, given, who }: { person: Person; given: SignInTry; who: string },
  now: Instant,
): Promise<SignedIn> {
  const word = makeSecretWord()
  const { network, browser } = given
  await store.db.transaction().execute(async (tx) => {
    await pruneSessions(tx, now)
    await forgetFailures(tx, who)
    await insertSession(
      tx,
      { tokenHash: hashSecretWord(word), personId: person.id, network, browser: browser.slice(0, LONGEST_BROWSER) },
      now,
    )
    await writeDeed(tx, person, { action: 'session.begin', subject: `person:${person.id}`, after: { network } }, now)
  })
  return { ok: true, word, person }
}

/** Who is in by the word of a cookie; undefined when nobody is, or no longer may be. */
export async function whoIsIn(db: Db, word: string, now: Instant): Promise<{ person: Person; session: DeskSession } | undefined> {
  const session = await findSession(db, hashSecretWord(word), now)
  const person = session && (await getPerson(db, session.personId))
  if (!session || !person || person.disabledAt !== null) return undefined
  await markSeen(db, session, now)
  return { person, session }
}
