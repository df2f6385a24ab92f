/**
 * Whether nobody reads what comes to this address, or a program does: it would bounce, loop, or hit people who never asked (RFC 2142,
 * RFC 3834 §2). `info@` and the like are read by somebody.
 */
export function isRoleName(canonical: string): boolean {
  const name = canonical.slice(0, canonical.lastIndexOf('@'))
  return ROLES.includes(name) || /-(owner|request|bounces?)$/.test(name) || /^(no-?reply|do-?not-?reply|bounces?)([-+._]|$)/.test(name)
}

const ROLES = ['mailer-daemon', 'postmaster', 'abuse', 'hostmaster', 'nobody', 'root', 'daemon', 'listserv', 'majordomo']
