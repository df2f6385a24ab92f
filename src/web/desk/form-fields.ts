import type { FastifyRequest } from 'fastify'

const LONGEST_FIELD = 2000

/** The fields of a form that was sent, as text; a field that was sent twice, or is no text, is empty. */
export function formFields<Name extends string>(request: FastifyRequest, names: readonly Name[]): Record<Name, string> {
  const body = (typeof request.body === 'object' && request.body !== null ? request.body : {}) as Record<string, unknown>
  return Object.fromEntries(names.map((name) => [name, textOf(body[name])])) as Record<Name, string>
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, LONGEST_FIELD).toWellFormed() : '')

/** The same of a page's address: what is said twice, or not at all, is empty. */
export function queryFields<Name extends string>(request: FastifyRequest, names: readonly Name[]): Record<Name, string> {
  const query = request.query as Record<string, unknown>
  return Object.fromEntries(names.map((name) => [name, textOf(query[name])])) as Record<Name, string>
}
