import type { Saying } from '../../domain/saying.ts'

/**
 * What one check found, as it is said to people: what is so, and what to do about it. A fault keeps mail from arriving or Broadsheet from
 * working; a warning may, or will one day.
 */
export type Verdict = { state: VerdictState; message: Saying; todo?: Saying }

export type VerdictState = 'ok' | 'warning' | 'fault' | 'not-checked'

export const ok = (message: Saying, todo?: Saying): Verdict => ({ state: 'ok', message, ...(todo !== undefined && { todo }) })

export const warning = (message: Saying, todo: Saying): Verdict => ({ state: 'warning', message, todo })

export const fault = (message: Saying, todo: Saying): Verdict => ({ state: 'fault', message, todo })

export const notChecked = (why: Saying, todo?: Saying): Verdict => ({
  state: 'not-checked',
  message: why,
  ...(todo !== undefined && { todo }),
})
