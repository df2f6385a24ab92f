import type { Saying } from '../domain/saying.ts'

/** What is wrong with a file of one's own. `line` 0: of the whole file. `key`: it is about one wording, and the others can be used. */
export type TemplateFault = { line: number; message: Saying; key?: string }
