import type { Words } from '../../render/words.ts'

/** The key of a wording, and whether it is good news. */
export type PageNotice = { key: string; isGood: boolean }

/** A form of one button that takes a change back. */
export type UndoView = { path: string; name: string; value: string }

export const noticeView = (notice: PageNotice | undefined, words: Words) =>
  notice ? { text: words.say(notice.key), isGood: notice.isGood } : null
