import type { Generated } from 'kysely'
import type { AddressChangeState } from '../../domain/address-change.ts'
import type { ConsentPath } from '../../domain/consent.ts'
import type { OnReturn } from '../../domain/choice.ts'
import type { Format } from '../../domain/part.ts'
import type { SignUpState } from '../../domain/sign-up.ts'

/** Who reads, and what they chose. */
export type ReadersTables = {
  subscribers: {
    id: Generated<number>
    address: string
    canonical: string
    name: string
    created_at: number
    confirmed_at: Generated<number>
    joins: number | null
    mails_a_day: number | null
    /** By what the reader is found at the desk; null until they are written. */
    words: Generated<string | null>
  }
  reader_hours: { id: Generated<number>; zone: string; minute: number; weekdays: number }
  language_lists: { id: Generated<number>; languages: string }
  subscriptions: {
    id: Generated<number>
    digest_id: number
    subscriber_id: number
    state: 'active' | 'ended'
    hour_id: number
    language_list_id: number
    format: Format
    topics: string
    created_at: number
    ended_at: number | null
    ended_by: string | null
    quiet: number | null
    silent_note: Generated<number>
    paused_until: number | null
    on_return: Generated<OnReturn>
  }
  /** `until` null: for ever. */
  topic_mutes: { subscriber_id: number; topic_id: number; since: number; until: number | null }
  /** Every change of a reader's choices, never changed itself; `what` is the state after it (domain/choice.ts). */
  choices: { id: Generated<number>; subscriber_id: number; digest_id: number | null; at: number; made_by: string; what: string }
  /** What a digest owes a reader besides the window of its next issue (domain/arrears.ts); `issue_id`: the issue that settled it. */
  arrears: {
    id: Generated<number>
    subscriber_id: number
    digest_id: number
    topic_id: number | null
    seq_from: number
    seq_to: number | null
    most: number | null
    from_at: number
    made_at: number
    issue_id: number | null
  }
  /** Up to where in the publish sequence the readers of an hour have been served, where it is not as far as the digest has come. */
  hours_served: { digest_id: number; hour_id: number; seq: number }
  address_changes: {
    id: Generated<number>
    subscriber_id: number
    state: AddressChangeState
    old_address: string
    old_canonical: string
    address: string
    canonical: string
    asked_at: number
    asked_network: string
    asked_browser: string
    settled_at: number | null
  }
  wordings: { id: Generated<number>; language: string; version: string; text: string; created_at: number }
  consents: {
    id: Generated<number>
    subscriber_id: number
    address: string
    digest_id: number
    how: ConsentPath
    wording_id: number | null
    asked_at: number
    asked_network: string
    asked_browser: string
    given_at: number
    given_network: string
    given_browser: string
  }
  sign_ups: {
    id: Generated<number>
    state: SignUpState
    address: string
    canonical: string
    mailbox: string
    name: string
    digest_id: number
    choices: string
    language: string
    how: ConsentPath
    wording_id: number
    network: string
    network_group: string
    browser: string
    asked_at: number
    answered_at: number | null
    confirmed_at: number | null
  }
}
