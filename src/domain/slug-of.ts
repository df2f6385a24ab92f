/**
 * A slug for a name: `World News` → `world-news`. Undefined where the name has no Latin letters or digits to make one of. At most 50
 * characters, as slugs may have.
 */
export function slugOf(name: string): string | undefined {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-|-$/g, '')
  return plain === '' ? undefined : plain
}
