import type { Saying } from '../../domain/saying.ts'

/** `must`: a standard or a mailbox provider refuses otherwise. `should`: it costs trust or comfort. `policy`: our own rule. */
export type Level = 'must' | 'should' | 'policy'

/** One fault of a message, under the id of the statement that it breaks. */
export type Finding = {
  /** Such as `A1`. The letters: format, international, identity, unsubscribing, DKIM, envelope, and J for the body. */
  id: string
  level: Level
  /** In plain words: what is wrong, and what to do. */
  message: Saying
  /** A header field, a part, a line. */
  where?: string
}
