/**
 * Who publishes, and where: the name, then the postal address line by line. Many addresses begin with the name; it is not said twice.
 *
 *     The Harbour, "The Harbour\n1 Quay Street"  →  The Harbour | 1 Quay Street
 */
export function imprintLines(name: string, postalAddress: string): string[] {
  const lines = postalAddress
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const says = (lines[0] ?? '').toLowerCase()
  const named = name.trim().toLowerCase()
  return says === named || says.startsWith(`${named},`) ? lines : [name, ...lines]
}
