import type { Language } from '../../domain/briefing.ts'
import { checkZone } from '../../domain/time-zone.ts'
import { cityOf } from '../../render/cities.ts'

type Zone = { name: string; city: string }

const NAMES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => checkZone(zone) ?? zone))]

const lists = new Map<Language, Zone[]>()

/**
 * All time zones by their city, in the reader's language and its order. What is not among them is put first, be it a zone of an older name
 * or no zone at all.
 */
export function zoneView(wanted: string, language: Language) {
  const known = checkZone(wanted)
  const chosen = known ?? wanted
  const zones = lists.get(language) ?? zonesIn(language)
  lists.set(language, zones)
  const first =
    NAMES.includes(chosen) || chosen === '' ? [] : [{ name: chosen, city: known === undefined ? chosen : cityOf(known, language) }]
  return [...first, ...zones].map((zone) => ({ ...zone, isChosen: zone.name === chosen }))
}

function zonesIn(language: Language): Zone[] {
  const { compare } = new Intl.Collator(language)
  return NAMES.map((name) => ({ name, city: cityOf(name, language) })).sort((a, b) => compare(a.city, b.city))
}
