import type { SayingValues } from '../../domain/saying.ts'

/** The fields of a briefing in which something can be found; `mail` is what was made of it. */
export type CheckedField = 'kicker' | 'title' | 'headline' | 'standfirst' | 'body' | 'sources' | 'topics' | 'updated' | 'mail'

export const CHECK_NAMES = [
  ...([
    'no-standfirst',
    'no-topic',
    'no-alternative-text',
    'sources-missing',
    'link-says-other',
    'date-contradicts',
    'date-to-come',
  ] as const),
  ...(['weekday-wrong', 'mark-left', 'word-doubled', 'mark-unbalanced', 'width-mixed', 'sentence-long', 'subject-cut'] as const),
  ...(['html-large', 'contrast-weak', 'program-lacks', 'message-fault', 'spam-score', 'link-dead', 'link-moved', 'link-unknown'] as const),
] as const

export type CheckName = (typeof CHECK_NAMES)[number]

/**
 * Something that a person should look at, said with the words `checks.<check>` and its `values`. `must`: readers would be misled, or the
 * mail does not arrive as it should; `should`: a slip; `hint`: good to know.
 */
export type CheckFinding = {
  check: CheckName
  level: 'must' | 'should' | 'hint'
  field: CheckedField
  /** In that field, from 1; of a body, the line of its Markdown. 0: the field as a whole. */
  line: number
  /** The words in question. */
  found: string
  values?: SayingValues
}
