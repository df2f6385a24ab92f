/** An error as smtp-server answers it; it puts the enhanced code in front of the words itself. */
export const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })
