import type { Language } from '../../domain/briefing.ts'
import { nameIn } from '../../render/name-in.ts'
import { listDigestNames } from '../../store/listings/digests.ts'
import type { Web } from '../web.ts'
import type { Visit } from './desk-route.ts'

/** What every digest is called in that language, by its slug. */
export async function digestNamesIn({ store: { db } }: Web, language: Language): Promise<Visit['digestNames']> {
  const known = await listDigestNames(db)
  return Object.fromEntries([...known].map(([slug, names]) => [slug, nameIn(names, language).text]))
}
