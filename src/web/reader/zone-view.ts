import { checkZone } from '../../domain/time-zone.ts'

type ZoneGroup = { area: string; zones: { name: string; city: string }[] }

const GROUPS: ZoneGroup[] = groupsOf([...new Set(Intl.supportedValuesOf('timeZone').map((zone) => checkZone(zone) ?? zone))])

/** All time zones by continent and city. One that is not among them is put first when it is the reader's. */
export function zoneView(wanted: string) {
  const chosen = checkZone(wanted) ?? wanted
  const isListed = GROUPS.some(({ zones }) => zones.some(({ name }) => name === chosen))
  const first = isListed || chosen === '' ? [] : [{ name: chosen, city: cityOf(chosen) }]
  return [{ area: '', zones: first }, ...GROUPS]
    .filter(({ zones }) => zones.length > 0)
    .map(({ area, zones }) => ({ area, zones: zones.map((zone) => ({ ...zone, isChosen: zone.name === chosen })) }))
}

function groupsOf(names: string[]): ZoneGroup[] {
  const areas = Map.groupBy(names, (name) => name.split('/')[0] ?? name)
  const groups = [...areas].map(([area, inArea]) => ({
    area,
    zones: inArea.map((name) => ({ name, city: cityOf(name) })).sort((a, b) => a.city.localeCompare(b.city, 'en')),
  }))
  return [...groups, { area: 'UTC', zones: [{ name: 'UTC', city: 'UTC' }] }]
}

/** `America/Argentina/Buenos_Aires` → `Buenos Aires, Argentina` */
function cityOf(name: string): string {
  const [, ...places] = name.includes('/') ? name.split('/') : ['', name]
  return places.reverse().join(', ').replaceAll('_', ' ')
}
