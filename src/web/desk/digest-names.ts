import type { Language } from '../../domain/briefing.ts'
import { nameIn } from '../../render/name-in.ts'
import { listDigestNames } from '../../store/listings/digests.ts'
import type { Web } from '../web.ts'
import type { Visit } from './desk-route.ts'

export async function digestNamesIn({ store: { db } }: Web, language: Language): Promise<Visit['digestName']> {
  const known = await listDigestNames(db)
  return (slug) => {
    const names = known.get(slug)
    return names ? nameIn(names, language).text : slug
  }
}
