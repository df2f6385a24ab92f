import type { Sign } from '../domain/signature.ts'

/**
 * The envelope sender of one delivery: `b-<delivery>-<signature>@<bounce domain>` (VERP). A report that comes back to it names its
 * delivery, and nobody else can make it. Lower-case letters and digits only, because mail servers fold case.
 */
export function bounceAddress(deliveryId: number, { bounceDomain, sign }: { bounceDomain: string; sign: Sign }): string {
  const id = deliveryId.toString(36)
  return `b-${id}-${sign('bounce', id)}@${bounceDomain}`
}

/** The same for a single mail: `n-<notice>-<signature>@<bounce domain>`. */
export function noticeBounceAddress(noticeId: number, { bounceDomain, sign }: { bounceDomain: string; sign: Sign }): string {
  const id = noticeId.toString(36)
  return `n-${id}-${sign('bounce', `notice ${id}`)}@${bounceDomain}`
}
