import type { Instant } from './instant.ts'

/** A single mail of ours that is no digest: what it is about. */
export type NoticeKind =
  'confirm-sign-up' | 'already-subscribed' | 'welcome' | 'confirm-address' | 'address-changed' | 'find-preferences' | 'test-mail'

/**
 *     queued ─► leased ─► posting ─► accepted, refused, doubtful
 *        ▲        │                  expired: of no use any more before anybody took it
 *        └────────┘
 */
export type NoticeState = 'queued' | 'leased' | 'posting' | 'accepted' | 'refused' | 'doubtful' | 'expired'

/** What such a mail says, in words ready for its reader: at most one button, and everything plain text. */
export type NoticeContent = {
  subject: string
  heading: string
  /** Above the button. */
  paragraphs: string[]
  button?: { label: string; url: string }
  /** Below it, smaller: what to do when it was not meant. */
  remarks: string[]
  /** Stories to read on the web, each in its own language. */
  stories?: NoticeStory[]
  /** Of a test mail: the whole message as it goes out, in base64; the rest is not looked at. */
  ready?: { from: string; isInternational: boolean; raw: string }
}

export type NoticeStory = { title: string; standfirst: string; language: string; url: string }

/** A notice on its way to one address. */
export type Notice = {
  id: number
  kind: NoticeKind
  address: string
  canonical: string
  language: string
  content: NoticeContent
  createdAt: Instant
  usefulUntil: Instant
  attempts: number
}
