import type { Language } from './briefing.ts'

export type Format = 'html' | 'text'

/**
 * What a part is for. `lead`, `story` and `line` are three sizes of one story; a mail shows each story in one of them.
 * `joined-opening` and `joined-closing` stand around the stories of a further issue that leaves in the same mail, `note` where there are none.
 * `more` tells how many stories had no room. `label` is a topic's name alone; it stands in a story's labels and in the list of the reader's topics.
 */
export type PartKind =
  | 'opening'
  | 'contents-opening'
  | 'contents-line'
  | 'contents-closing'
  | 'topic-heading'
  | 'lead'
  | 'story'
  | 'lines-opening'
  | 'line'
  | 'lines-closing'
  | 'label'
  | 'more'
  | 'note'
  | 'joined-opening'
  | 'joined-closing'
  | 'closing'

/**
 * A rendered piece of an issue in one language and format. `about` is the story's position in the issue for `contents-line`, `lead`,
 * `story` and `line`, the topic's id for `topic-heading` and `label`, and 0 for the rest. The content holds gaps (merge-tag.ts).
 */
export type Part = { language: Language; format: Format; kind: PartKind; about: number; content: string }

/** The words from which the subject and the preheader of an edition are put together, in one language. Frozen with the parts. */
export type Summary = {
  /** What an editor wants as the subject, whatever leads. */
  subject?: string
  /** By the story's position: the subject of a mail that it leads. */
  subjects: Record<number, string>
  /** By the story's position: some 40 to 130 characters of its standfirst. */
  teasers: Record<number, string>
  /** By number of further stories, up to 99: what follows the subject, such as " and 2 more". Index 0 is empty. */
  more: string[]
  /** By number of stories that had no room, up to 100: how many there are on the web. Of a digest that carries them over instead: none. */
  beyond?: string[]
  /** Of a mail that says that there is nothing new. */
  note: { subject: string; preheader: string }
  /** The name that its mails come from, where it is not that of the publication. */
  sender?: string
}
