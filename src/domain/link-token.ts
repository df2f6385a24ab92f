import type { IsSigned, Purpose, Sign } from './signature.ts'

/**
 * The word in a link: the numbers of what it is about, in base 36, and a signature over them and the purpose. It tells no address, and
 * nobody else can make it: subscriber 35 and digest 2 → `z-2-1` and 26 letters.
 */
export function writeToken(purpose: Purpose, ids: readonly number[], sign: Sign): string {
  const body = ids.map((id) => id.toString(36)).join('-')
  return `${body}-${sign(purpose, body)}`
}

/** The numbers in a token, or undefined for one that is not ours to the last character, or was made for another purpose. */
export function readToken(purpose: Purpose, token: string, isSigned: IsSigned): number[] | undefined {
  const [, body, signature] = TOKEN.exec(token) ?? []
  if (body === undefined || signature === undefined || !isSigned(purpose, body, signature)) return undefined
  return body.split('-').map((id) => parseInt(id, 36))
}

const TOKEN = /^([0-9a-z]{1,11}(?:-[0-9a-z]{1,11}){0,3})-([0-9a-z]{20,64})$/
