import { readFileSync } from 'node:fs'
import type { Language } from '../domain/briefing.ts'
import { checkZone } from '../domain/time-zone.ts'
import { frameLanguage } from './words.ts'

/** `isOwn`: the zone is named after this city. */
export type City = { zone: string; name: string; isOwn: boolean }

type Entry = { zone: string } & Record<Language, string>

const FILE = new URL('../../templates/cities.json', import.meta.url)
const entries = (JSON.parse(readFileSync(FILE, 'utf8')) as { cities: Entry[] }).cities

/** Every zone is found by at least one city: big ones in the reader's language, the others as the zone is named. */
export function listCities(language: Language): City[] {
  const frame = frameLanguage([language])
  const cities = lists.get(frame) ?? citiesIn(frame)
  lists.set(frame, cities)
  return cities
}

const lists = new Map<Language, City[]>()

function citiesIn(frame: Language): City[] {
  const cities = [
    ...entries.map((entry) => ({ zone: entry.zone, name: entry[frame] ?? entry.en ?? '', isOwn: isNamesake(entry, entry.zone) })),
    ...rest(),
  ]
  return cities.sort((a, b) => a.name.localeCompare(b.name, frame))
}

/** The city by which a zone is shown. */
export function cityOf(zone: string, language: Language): string {
  const inZone = entries.filter((entry) => isSameZone(entry.zone, zone))
  const named = inZone.find((entry) => isNamesake(entry, zone)) ?? inZone.find((entry) => isNamesake(entry, entry.zone)) ?? inZone[0]
  return named?.[frameLanguage([language])] ?? plainCity(zone)
}

const isNamesake = ({ en = '' }: Entry, zone: string): boolean => fold(zone).endsWith(`/${fold(en)}`)

/** The zone that somebody means who has typed a city in any of our languages, or the zone itself: `berlin`, `北京`, `Asia/Tokyo`. */
export function findZone(typed: string): string | undefined {
  const wanted = fold(typed.slice(0, LONGEST_NAME))
  if (wanted === '') return undefined
  const known = entries.find(({ zone: _, ...names }) => Object.values(names).some((name) => fold(name) === wanted))
  const named = known?.zone ?? rest().find(({ name }) => fold(name) === wanted)?.zone
  return named ?? checkZone(typed) ?? checkZone(typed.trim().replaceAll(' ', '_'))
}

const LONGEST_NAME = 80

let others: City[] | undefined

/** The zones that no listed city is in, by the city in their own name. */
function rest(): City[] {
  const isListed = (zone: string): boolean => entries.some((entry) => isSameZone(entry.zone, zone))
  const names = ['UTC', ...Intl.supportedValuesOf('timeZone')]
  others ??= names.filter((zone) => !isListed(zone)).map((zone) => ({ zone, name: plainCity(zone), isOwn: true }))
  return others
}

/** `America/Argentina/Salta` → `Salta, Argentina` */
function plainCity(zone: string): string {
  const [, ...places] = zone.includes('/') ? zone.split('/') : ['', zone]
  return places.reverse().join(', ').replaceAll('_', ' ')
}

const canonicals = new Map<string, Temporal.ZonedDateTime>()

// Some zones go by an older and a newer name, such as Asia/Calcutta and Asia/Kolkata.
const isSameZone = (one: string, other: string): boolean => one === other || momentIn(one).equals(momentIn(other))

function momentIn(zone: string): Temporal.ZonedDateTime {
  const moment = canonicals.get(zone) ?? new Temporal.ZonedDateTime(0n, zone)
  canonicals.set(zone, moment)
  return moment
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’'_,.\s-]+/gu, ' ')
    .trim()
    .toLowerCase()
