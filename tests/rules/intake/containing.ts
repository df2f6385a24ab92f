import { expect } from 'vitest'

/** Matches any text in which `part` stands. */
export const containing = (part: string): unknown => expect.stringContaining(part)
