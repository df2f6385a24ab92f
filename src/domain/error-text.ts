/** What an error says; one about several addresses that were tried has no message of its own. */
export const errorText = (error: unknown): string =>
  error instanceof AggregateError ? error.errors.map(errorText).join('; ') : error instanceof Error ? error.message : String(error)
