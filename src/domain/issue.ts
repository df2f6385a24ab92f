import type { Instant } from './instant.ts'

/**
 * `draft` may still change; `approved` has its parts frozen; `addressed` has a delivery for every reader it concerns. A `skipped` one was
 * never approved and never will be.
 */
export type IssueState = 'draft' | 'approved' | 'addressed' | 'skipped'

export type Issue = {
  id: number
  digestId: number
  number: number
  /** The time at which it was cut, by its digest's schedule or by hand. */
  dueAt: Instant
  state: IssueState
  /** How many briefings were left out because an issue holds no more. */
  overCap: number
  /** From when it may go out: its own time, or that of the yes where a person gives it. */
  releaseAt: Instant | null
  /** Of a rolling digest: readers whose hour comes from then on, and within the quarter of an hour after `dueAt`, are served by it. */
  fromAt: Instant | null
  approvedAt: Instant | null
  /** Why nothing more of it goes out. */
  heldReason: string | null
  partsHash: string | null
  /** Which of its printings goes out now: 1, until it is corrected after the first mails have left. */
  printing: number
  /** A person has to say yes, whatever its digest says. */
  waitsForYes: boolean
  /** The issue whose readers it sets right; it goes to them alone. */
  correctsId: number | null
  /** The publish sequence from which on it holds what its digest has published. */
  seqFrom: number
  /** How far it looked back besides, for readers who are owed more. */
  reachSeq: number
  seqTo: number
  composedAt: Instant
  /** Addressing has passed the subscribers up to this id. */
  addressedThrough: number
}

/** A story of an issue: which briefing, in which revision, on which topics, at which place. */
export type IssueStory = {
  position: number
  briefingId: number
  revision: number
  topicIds: number[]
  /** What those topics are a part of, the nearest first. */
  widerIds?: number[]
  isPinned?: boolean
}
