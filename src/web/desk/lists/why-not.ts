import { saying, type Saying } from '../../../domain/saying.ts'

/** Why a deed about a reader was not done: what its verb says of it, or the wording of its code. */
export const whyNot = (reason: string | Saying): Saying => (typeof reason === 'string' ? saying(`lists.not-${reason}`) : reason)
