import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { SignUpState } from '../../domain/sign-up.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'
import { idOf, walk, type Onward, type Walked, type Within } from './walk.ts'

export type WaitingSignUp = {
  id: number
  address: string
  canonical: string
  name: string
  digest: string
  language: string
  state: SignUpState
  askedAt: Instant
}

type Wish = { search?: string; limit: number } & Partial<Within>

export const IS_WAITING = sql<boolean>`sign_ups.state in ('asked', 'mailed', 'silent')`

/**
 * People who asked for a digest and have not confirmed, the newest first and each once. Who has subscribed since is left out.
 */
export async function listWaitingSignUps(
  db: Db,
  { search = '', after = 0, before = Number.MAX_SAFE_INTEGER, limit }: Wish,
): Promise<WaitingSignUp[]> {
  return db
    .selectFrom('sign_ups')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .select(['sign_ups.id', 'address', 'sign_ups.canonical', 'name', 'slug as digest', 'language', 'sign_ups.state', 'asked_at as askedAt'])
    .where(IS_WAITING)
    .where('sign_ups.id', '>', after)
    .where('sign_ups.id', '<', before)
    .where(contains(['address', 'name'], search))
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('sign_ups as later')
            .select('later.id')
            .whereRef('later.mailbox', '=', 'sign_ups.mailbox')
            .whereRef('later.canonical', '=', 'sign_ups.canonical')
            .whereRef('later.digest_id', '=', 'sign_ups.digest_id')
            .whereRef('later.id', '>', 'sign_ups.id'),
        ),
      ),
    )
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('subscribers')
            .innerJoin('subscriptions', 'subscriber_id', 'subscribers.id')
            .select('subscribers.id')
            .whereRef('subscribers.canonical', '=', 'sign_ups.canonical')
            .whereRef('subscriptions.digest_id', '=', 'sign_ups.digest_id')
            .where('subscriptions.state', '=', 'active'),
        ),
      ),
    )
    .orderBy('sign_ups.id', 'desc')
    .limit(limit)
    .execute()
}

/** A page of the same: however rare what is looked for, it takes a bounded time. */
export const walkSignUps = (db: Db, { search = '', ...onward }: { search?: string } & Onward): Promise<Walked<WaitingSignUp>> =>
  walk(db, { table: 'sign_ups', where: IS_WAITING, ...onward, isSought: search !== '', keyOf: idOf }, (within) =>
    listWaitingSignUps(db, { search, ...within }),
  )
