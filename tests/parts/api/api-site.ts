import type { DeskRole } from '../../../src/domain/desk-role.ts'
import { makeApiKey, type Scope } from '../../../src/flow/desk/api-keys.ts'
import { findPerson } from '../../../src/store/people.ts'
import { NOON } from '../../support/world.ts'
import type { Site } from '../web/site.ts'

/** A key that somebody of that role answers for. */
export async function keyOf(site: Site, role: DeskRole, scopes: readonly Scope[] = ['read', 'write']): Promise<string> {
  const person = await findPerson(site.store.db, `${role}@example.com`)
  if (!person) throw new Error(`Nobody is ${role}`)
  return (await makeApiKey(site.store, { name: `${role}'s script`, scopes, person }, NOON)).key
}

type Asked = { key?: string; body?: unknown; headers?: Record<string, string> }

/** Asks the API, and gives status, headers and what came back as JSON. */
export function caller({ server }: Site) {
  return async (method: Method, path: string, { key, body, headers = {} }: Asked = {}) => {
    const answer = await server.inject({
      ...{ method, url: `/api/v1${path}` },
      headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const json: unknown = answer.body === '' ? undefined : JSON.parse(answer.body)
    return { status: answer.statusCode, type: answer.headers['content-type'] ?? '', headers: answer.headers, json }
  }
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

type Schema = Record<string, unknown>
export type Operation = { method: Method; path: string; url: string; query: { name: string; schema: Schema }[]; body: Schema | undefined }

type Documented = {
  parameters?: { in: string; name: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

/** Every operation that the API's own document names; `url` is about the things of a furnished site. */
export async function operationsOf({ server }: Site): Promise<Operation[]> {
  const answer = await server.inject('/api/v1/docs/json')
  const { paths } = answer.json<{ paths: Record<string, Record<string, Documented>> }>()
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase() as Method,
      path,
      url: aboutThings(path.replace('/api/v1', '')),
      query: parameters.filter((one) => one.in === 'query').map(({ name, schema }) => ({ name, schema })),
      body: requestBody?.content['application/json']?.schema,
    })),
  )
}

const aboutThings = (path: string): string =>
  path
    .replace('{id}', '1')
    .replace('{post}', '1')
    .replace('{slug}', path.startsWith('/topics') ? 'world' : 'morning')
