import { createHash, randomBytes } from 'node:crypto'

/** A word that lets somebody in: 256 random bits. Only its hash is kept. */
export const makeSecretWord = (): string => randomBytes(32).toString('base64url')

/** No salt and no cost are needed: nobody guesses 256 bits. */
export const hashSecretWord = (word: string): string => createHash('sha256').update(word).digest('base64url')
