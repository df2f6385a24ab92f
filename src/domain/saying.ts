/**
 * Something that is said in the words of whoever reads it: the key of its wording in templates/desk/words, and what stands in its gaps. Several
 * sayings in one gap stand in a row. Whoever knows the reader tells it (`Words.tell`); the command line, the API and the log do in English.
 */
export type Saying = { say: string; values?: SayingValues }

export type SayingValues = Record<string, string | number | Saying | Saying[]>

export const saying = (key: string, values?: SayingValues): Saying => (values ? { say: key, values } : { say: key })

/** Whether something is said where something else could stand. */
export const isSaying = (value: unknown): value is Saying =>
  typeof value === 'object' && value !== null && 'say' in value && typeof value.say === 'string'
