import type { Visit } from '../desk-route.ts'

/** Who does something at the desk, as the log names it. */
export const auditActor = ({ person }: Visit): { id: number; name: string } => ({ id: person.id, name: person.name })
