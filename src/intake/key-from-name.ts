import { cleanText } from '../domain/clean-text.ts'

/** What makes a file the same briefing when it comes again, unless it says so itself: its name without folders and extension. */
export const keyFromName = (name: string): string =>
  cleanText(
    name
      .slice(-1000)
      .replace(/^.*[/\\]/s, '')
      .replace(/\.[^.]{1,10}$/, ''),
  )
