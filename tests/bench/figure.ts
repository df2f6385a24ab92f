import type { Options } from './options.ts'

/** Something that is measured; it may come to several results. */
export type Figure = (options: Options) => Promise<Result[]>

export type Result = {
  what: string
  value: number
  unit?: string
  goal?: Goal
  /** The numbers behind it. */
  detail: string
}

export type Goal = { atLeast: number } | { atMost: number }

export const isReached = (value: number, goal: Goal): boolean => ('atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost)
