/** Whether a person who confirms a new sign-up may be written to again: mail came back once, but nobody has said that we must not. */
export const mayOptIn = (reason: string): boolean => reason === 'hard' || reason === 'soft' || reason === 'soft-limit'
