import type { Instant } from '../domain/instant.ts'
import { MINUTE } from '../domain/instant.ts'
import { getPagesChangedAt } from '../store/listings/pages-changed.ts'
import type { Web } from './web.ts'

type Options = Pick<Web, 'store' | 'clock'> & {
  /** For so many milliseconds an answer is good. */
  goodFor: number
}

/**
 * The version of all public pages: of the last change that the database knows of, and of the minute, for an issue comes out by the clock
 * alone. Asking costs one small statement, however many ask at once.
 */
export function pageVersion({ store, clock, goodFor }: Options): () => Promise<string> {
  let asked: { at: Instant; answer: Promise<string>; isOpen: boolean } | undefined
  const ask = async (at: Instant): Promise<string> => `${await getPagesChangedAt(store.db)}.${Math.floor(at / MINUTE)}`
  return () => {
    const now = clock()
    if (asked && (asked.isOpen || Math.abs(now - asked.at) < goodFor)) return asked.answer
    const current = { at: now, answer: ask(now), isOpen: true }
    asked = current
    const close = (): void => void (current.isOpen = false)
    current.answer.then(close, () => {
      close()
      // What failed is asked anew at once.
      if (asked === current) asked = undefined
    })
    return current.answer
  }
}
