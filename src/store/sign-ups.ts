import type { ConsentPath, Whereabouts } from '../domain/consent.ts'
import type { Instant } from '../domain/instant.ts'
import type { SignUpState } from '../domain/sign-up.ts'
import type { Db, Store } from './dialect.ts'
import type { Choices } from './subscriptions.ts'
import type { Row } from './tables.ts'

/** Somebody's wish for a digest, before that person has shown that the address is theirs. */
export type SignUp = {
  id: number
  state: SignUpState
  address: string
  canonical: string
  /** Where it ends up (domain/mailbox.ts): for limits only. */
  mailbox: string
  name: string
  digestId: number
  choices: Choices
  /** The language that we speak with this person. */
  language: string
  how: ConsentPath
  wordingId: number
  asked: Whereabouts & { at: Instant }
  networkGroup: string
}

export type NewSignUp = Omit<SignUp, 'id' | 'state'>

export async function insertSignUp(tx: Db, signUp: NewSignUp): Promise<number> {
  const { address, canonical, mailbox, name, digestId, choices, language, how, wordingId, asked, networkGroup } = signUp
  const { id } = await tx
    .insertInto('sign_ups')
    .values({
      ...{ state: 'asked' as const, address, canonical, mailbox, name, digest_id: digestId, choices: JSON.stringify(choices), language },
      ...{ how, wording_id: wordingId, network: asked.network, network_group: networkGroup, browser: asked.browser, asked_at: asked.at },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findSignUp(db: Db, id: number): Promise<SignUp | undefined> {
  const row = await db.selectFrom('sign_ups').selectAll().where('id', '=', id).executeTakeFirst()
  return row && signUpOf(row)
}

/** Requests since then: from one network, and in all. */
export async function countSignUps(db: Db, { networkGroup, since }: { networkGroup: string; since: Instant }) {
  const { inAll, fromNetwork } = await db
    .selectFrom('sign_ups')
    .select((all) => [
      all.fn.countAll<number>().as('inAll'),
      all.fn.countAll<number>().filterWhere('network_group', '=', networkGroup).as('fromNetwork'),
    ])
    .where('asked_at', '>', since)
    .executeTakeFirstOrThrow()
  return { inAll, fromNetwork }
}

/** How often we wrote to a mailbox because of sign-ups since then. */
export async function countMailed(db: Db, { mailbox, since }: { mailbox: string; since: Instant }): Promise<number> {
  const { count } = await db
    .selectFrom('sign_ups')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('mailbox', '=', mailbox)
    .where('asked_at', '>', since)
    .where('state', 'in', ['mailed', 'confirmed', 'welcomed'])
    .executeTakeFirstOrThrow()
  return count
}

/** The first requests that nobody has answered yet. */
export async function listWaitingSignUps({ db }: Store, limit: number): Promise<SignUp[]> {
  const waiting = db.selectFrom('sign_ups').selectAll().where('state', '=', 'asked').orderBy('id').limit(limit)
  return (await waiting.execute()).map(signUpOf)
}

/** Says that a request was answered, if nobody else has. */
export async function answerSignUp(tx: Db, id: number, answer: { as: 'mailed' | 'silent'; at: Instant }): Promise<boolean> {
  const result = await tx
    .updateTable('sign_ups')
    .set({ state: answer.as, answered_at: answer.at })
    .where('id', '=', id)
    .where('state', '=', 'asked')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Uses a link up: of many who press the button at once, one is told true. */
export async function confirmSignUp(tx: Db, id: number, now: Instant): Promise<boolean> {
  const result = await tx
    .updateTable('sign_ups')
    .set({ state: 'confirmed', confirmed_at: now })
    .where('id', '=', id)
    .where('state', '=', 'mailed')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Those who have confirmed and were not welcomed yet. */
export async function listConfirmedSignUps(db: Db, limit: number): Promise<SignUp[]> {
  const waiting = db.selectFrom('sign_ups').selectAll().where('state', '=', 'confirmed').orderBy('id').limit(limit)
  return (await waiting.execute()).map(signUpOf)
}

/** One of many is told true. */
export async function markWelcomed(tx: Db, id: number): Promise<boolean> {
  const welcomed = tx.updateTable('sign_ups').set({ state: 'welcomed' }).where('id', '=', id).where('state', '=', 'confirmed')
  return (await welcomed.executeTakeFirst()).numUpdatedRows > 0n
}

/** Forgets what somebody asked for and has not confirmed, however often it was asked. */
export async function forgetSignUp(tx: Db, { mailbox, canonical, digestId }: SignUp): Promise<boolean> {
  const theirs = tx
    .deleteFrom('sign_ups')
    .where('mailbox', '=', mailbox)
    .where('canonical', '=', canonical)
    .where('digest_id', '=', digestId)
  return (await theirs.where('state', 'in', ['asked', 'mailed', 'silent']).executeTakeFirst()).numDeletedRows > 0n
}

/** Forgets requests from before; what was confirmed lives on in the log of consents. */
export async function forgetSignUps(db: Db, before: Instant): Promise<number> {
  const result = await db.deleteFrom('sign_ups').where('asked_at', '<', before).executeTakeFirst()
  return Number(result.numDeletedRows)
}

function signUpOf(row: Row<'sign_ups'>): SignUp {
  const { id, state, address, canonical, mailbox, name, language, how } = row
  const asked = { at: row.asked_at, network: row.network, browser: row.browser }
  const rest = { digestId: row.digest_id, choices: JSON.parse(row.choices) as Choices, wordingId: row.wording_id }
  return { id, state, address, canonical, mailbox, name, language, how, ...rest, asked, networkGroup: row.network_group }
}
