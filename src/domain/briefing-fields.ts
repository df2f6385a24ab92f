/** A briefing as the fields of a form: text as it was typed, so that half-finished words can be kept. */
export type BriefingFields = {
  kicker: string
  title: string
  /** Empty: the same as the title. */
  headline: string
  standfirst: string
  body: string
  language: string
  /** By slug. */
  topics: string[]
  /** One on each line: its title, its address. */
  sources: string
  /** How many the text announces; empty: as many as are listed. */
  sourceCount: string
  /** One on each line; empty: those of the text's own lists. */
  keyPoints: string
  priority: string
  isPinned: boolean
  /** `YYYY-MM-DD`, or empty. */
  updatedOn: string
  /** The last piece of its address on the web. */
  slug: string
  /** The briefing whose story it tells in another language, and the one that it corrects: by slug, as #12, or empty. */
  translationOf: string
  corrects: string
}

/** Those that are a single text. */
export const TEXT_FIELDS = [
  ...(['kicker', 'title', 'headline', 'standfirst', 'body', 'language', 'sources'] as const),
  ...(['sourceCount', 'keyPoints', 'priority', 'updatedOn', 'slug', 'translationOf', 'corrects'] as const),
] as const

export type TextField = (typeof TEXT_FIELDS)[number]
