import type { Saying } from './saying.ts'

/** A BCP 47 tag in its canonical case, such as `en`, `zh-Hans` or `ar`. */
export type Language = string

export type Source = { title: string; url?: string }

/** What a briefing says, in one revision of it. All text is clean: no controls, no bidi overrides (clean-text.ts). */
export type BriefingContent = {
  /** The line above everything in the plain layout; the same as the title where a briefing has none of its own. */
  headline: string
  /** A few words above the title; may be empty. */
  kicker: string
  title: string
  standfirst: string
  language: Language
  /** The whole text as Markdown, without title and standfirst. */
  body: string
  /** The items of the text's own lists that a mail shows, plain text, at most five. */
  keyPoints: string[]
  /** The sources that are listed; `sourceCount` may announce more. */
  sources: Source[]
  sourceCount: number
  /** A calendar date, `YYYY-MM-DD`, as the source gives it. */
  updatedOn?: string
}

/** A heading with what stands below it. Before the first heading, `heading` is empty. Plain text, in the order read. */
export type Section = { heading: string; paragraphs: string[]; bullets: string[] }

/** One fault in something handed to us. `line` counts from 1; 0 means the file as a whole. */
export type Problem = { line: number; message: Saying }

/** A briefing as read from a file or a form, before its topics were looked up. */
export type BriefingDraft = BriefingContent & {
  sections: Section[]
  /** Topics by slug or by any of their names, as written. */
  topics: string[]
  /** What makes it the same briefing when it comes again, unique within its source. */
  key: string
  /** 0 ordinary, higher comes first, at most 9. */
  priority: number
  /** It stands before all others in every mail. */
  isPinned?: boolean
  /** The key of the same story in another language, of the same source. */
  translationOf?: string
  /** The key of the briefing that it corrects, of the same source. */
  corrects?: string
  publishedAt?: number
}

/** `review`: its author is done, somebody else looks at it. `withdrawn`: it was public, or was given up before. */
export type BriefingState = 'draft' | 'review' | 'published' | 'withdrawn'

/** How a briefing is filed besides what it says. */
export type Filing = { topicIds: number[]; priority: number; isPinned: boolean }
