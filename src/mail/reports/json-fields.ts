// Values in JSON from strangers: whatever is not there, or of another kind, is empty.

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

export function fieldsOf(value: unknown, name: string): Fields | undefined {
  const found = isFields(value) ? value[name] : undefined
  return isFields(found) ? found : undefined
}

export function textOf(value: unknown, name: string): string {
  const found = isFields(value) ? value[name] : undefined
  return typeof found === 'string' ? found : ''
}

export const listOf = (value: Fields, name: string): unknown[] => (Array.isArray(value[name]) ? value[name] : [])
