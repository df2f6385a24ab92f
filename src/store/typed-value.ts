import { sql, type RawBuilder } from 'kysely'

// PostgreSQL takes the values of a bare list for text, so in one they say what they are.

export const whole = (value: number | null): RawBuilder<number | null> => sql`cast(${value} as bigint)`

export const text = (value: string | null): RawBuilder<string | null> => sql`cast(${value} as text)`
