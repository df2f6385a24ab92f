import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { DeskRole } from '../../../domain/desk-role.ts'
import type { Caller } from '../../../flow/desk/api-keys.ts'

/** A server whose routes say with zod what they take and give: the same schemas check requests and make the OpenAPI document. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route of the API: what whoever answers for the key must at least be. */
    needs?: DeskRole
    /** What it answers is told once and kept nowhere, so it cannot be answered again. */
    tellsSecret?: boolean
  }
  interface FastifyRequest {
    /** Who called, once a key has let a program in. */
    caller: Caller | null
  }
}

/** In a route's options: a key of somebody with at least this role lets in. */
export const needs = (role: DeskRole): { config: { needs: DeskRole } } => ({ config: { needs: role } })

/** Who called; on a route of the API there is always somebody. */
export function callerOf({ caller }: { caller: Caller | null }): Caller {
  if (!caller) throw new Error('A route of the API was reached without a key')
  return caller
}
