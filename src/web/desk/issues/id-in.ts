import type { Visit } from '../desk-route.ts'

/** The number that stands in the address of a page; 0, which nothing has, for anything else. */
export function idIn({ request }: Pick<Visit, 'request'>): number {
  const { id } = request.params as { id?: string }
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : 0
}
