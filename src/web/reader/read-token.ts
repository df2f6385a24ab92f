import { readSubscriptionToken, type SubscriptionRef } from '../../domain/links.ts'
import type { Web } from '../web.ts'

/** Whom a link of ours is about. Mail programs drag along what stands behind an address: `.`, `,`, `)` and `>` are taken off. */
export const readToken = ({ publication }: Web, word: string): SubscriptionRef | undefined =>
  readSubscriptionToken(cleanToken(word), publication.isSigned)

export const cleanToken = (word: string): string => word.replace(/[.,)>]{1,4}$/, '')
