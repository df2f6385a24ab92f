export type ReportKind = 'bounce' | 'complaint' | 'autoreply' | 'delivered' | 'ordinary'

export type RecipientClass = 'hard' | 'soft' | 'sender' | 'complaint' | 'autoreply' | 'delivered'

export type RecipientReport = {
  /** As the report names it, or null when it does not. Only the delivery that the report answers says whom it is about (VERP). */
  address: string | null
  class: RecipientClass
  /**
   * One of `Reason`, or for what is no refusal: `delayed` (still being tried, no bounce), `delivered`, `abuse` and the other feedback types,
   * `vacation`, `challenge`, `read-receipt`, `automatic`.
   */
  reason: string
  status: string | null
  replyCode: string | null
  /** Which rule decided, for a person who asks why. */
  rule: string
  /** What the other server said, one line, at most 1,000 characters. */
  text: string
}

export type Report = {
  kind: ReportKind
  recipients: RecipientReport[]
  /** Lines of the returned mail's header that may hold a token of ours. They count only where the report came to no delivery's address. */
  marks: string[]
}
