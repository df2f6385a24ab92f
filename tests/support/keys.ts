import { generateKeyPairSync } from 'node:crypto'

export type DkimKey = {
  /** PKCS #8 in PEM, as `DKIM_KEY` takes it. */
  privateKey: string
  /** What stands in DNS at `<selector>._domainkey.<domain>`, as TXT. */
  record: string
}

let made: DkimKey | undefined

/** An rsa-2048 key for signing; the same one for all tests of a process, because making it takes a while. */
export function dkimKey(): DkimKey {
  return (made ??= makeKey())
}

function makeKey(): DkimKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    record: `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  }
}
