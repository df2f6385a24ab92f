/**
 * What one check found, in plain words: what is so, and what to do about it. A fault keeps mail from arriving or Broadsheet from
 * working; a warning may, or will one day.
 */
export type Verdict = { state: VerdictState; message: string; todo?: string }

export type VerdictState = 'ok' | 'warning' | 'fault' | 'not-checked'

export const ok = (message: string, todo?: string): Verdict => ({ state: 'ok', message, ...(todo !== undefined && { todo }) })

export const warning = (message: string, todo: string): Verdict => ({ state: 'warning', message, todo })

export const fault = (message: string, todo: string): Verdict => ({ state: 'fault', message, todo })

export const notChecked = (why: string, todo?: string): Verdict => ({
  state: 'not-checked',
  message: why,
  ...(todo !== undefined && { todo }),
})
