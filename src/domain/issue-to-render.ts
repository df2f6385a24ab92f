import type { BriefingContent } from './briefing.ts'
import type { DigestLook } from './digest-look.ts'
import type { IssueWords } from './issue-words.ts'
import type { Names } from './topic.ts'

/** An issue with everything that its mails print. The order of the stories is that of their positions. */
export type IssueToRender = {
  /** `accent` is a colour as `#rrggbb`; it is made darker or lighter until it can be read. */
  digest: { names: Names; accent?: string; look?: DigestLook; overflow?: 'page' | 'carry' }
  number: number
  /** The editor's own subject and introduction, where there are any. */
  words?: IssueWords
  /** The calendar date in the digest's own zone, `YYYY-MM-DD`. */
  date: string
  senderName: string
  /** May have several lines. */
  postalAddress: string
  topics: { id: number; slug: string; names: Names }[]
  stories: { position: number; content: BriefingContent; url: string }[]
  /** What a link in the introduction says instead of its address, where clicks are counted. */
  counted?: (url: string) => string
  /** The digest's page on the web. */
  webUrl: string
}
