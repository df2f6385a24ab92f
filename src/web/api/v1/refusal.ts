import type { Saying } from '../../../domain/saying.ts'
import { inEnglish } from '../../../render/in-english.ts'

/** An answer of the API that ends a request with a problem (RFC 9457). */
export class Refusal extends Error {
  readonly statusCode: number
  readonly title: string
  readonly errors: { field: string; message: string }[] | undefined

  constructor(statusCode: number, title: string, detail: string, errors?: { field: string; message: string }[]) {
    super(detail)
    this.statusCode = statusCode
    this.title = title
    this.errors = errors
  }
}

export const unknownThing = (what: string): Refusal =>
  new Refusal(404, 'There is no such thing', `There is no ${what}. It may have been renamed or removed.`)

export const cannot = (detail: string): Refusal => new Refusal(409, 'That cannot be done now', detail)

export const invalid = (detail: Saying | string, errors?: { field: string; message: string }[]): Refusal =>
  new Refusal(422, 'That cannot be taken', inEnglish(detail), errors)

export const lacksRole = (): Refusal => new Refusal(403, 'Not let in', 'Who answers for this key has not the role for that.')
