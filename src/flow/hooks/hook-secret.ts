import type { Sign } from '../../domain/signature.ts'

/**
 * The secret by which a receiver knows that a post is ours (Standard Webhooks: `whsec_` and base64). It is made from the secret of this
 * installation whenever it is needed, so that a copy of the database gives nobody away.
 */
export const hookSecret = (nonce: string, sign: Sign): string =>
  `whsec_${Buffer.from(['a', 'b'].map((half) => sign('hook', `${nonce}-${half}`)).join('')).toString('base64')}`
