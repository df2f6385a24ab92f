import { isSaying, type Saying } from '../domain/saying.ts'
import { deskWords } from './render-desk-page.ts'

/** What is said, for the command line, the API and the log, which speak English; what is text already stays as it is. */
export const inEnglish = (said: Saying | string): string => (typeof said === 'string' ? said : deskWords('en').tell(said))

/** As JSON, with everything that is said in it. */
export const jsonInEnglish = (value: unknown, indent?: number): string =>
  JSON.stringify(value, (_, part: unknown) => (isSaying(part) ? inEnglish(part) : part), indent)
