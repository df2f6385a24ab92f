import { generateSecret, generateURI, verify } from 'otplib'
import type { Instant } from '../../domain/instant.ts'

/** Seconds by which a phone's clock may be off, either way: one step (RFC 6238 section 5.2). */
const TOLERANCE = 30

export type NewTotp = { secret: string; uri: string }

/** A secret for an authenticator app, and the address that puts it there. */
export function makeTotp({ issuer, label }: { issuer: string; label: string }): NewTotp {
  const secret = generateSecret()
  return { secret, uri: generateURI({ issuer, label, secret }) }
}

/** The time step of a code that is right now, or undefined. A step may be taken only once, which is the store's affair. */
export async function stepOfCode(secret: string, code: string, now: Instant): Promise<number | undefined> {
  const token = code.replaceAll(/[\s-]/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const found = await verify({ secret, token, epoch: Math.floor(now / 1000), epochTolerance: TOLERANCE })
  return found.valid && 'timeStep' in found ? found.timeStep : undefined
}
