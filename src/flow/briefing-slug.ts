import { createHash } from 'node:crypto'

/** `u-s-security-guarantees-for-ukraine-1f3a9c20`: readable where the title is Latin, and unique by `identity`, its source and key. */
export function briefingSlug(title: string, identity: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  const suffix = createHash('sha256').update(identity).digest('hex').slice(0, 8)
  return words === '' ? suffix : `${words}-${suffix}`
}
