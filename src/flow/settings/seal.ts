import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Makes a text unreadable to whoever has the database but not the secret of the installation. */
export type Seal = {
  close: (name: string, text: string) => string
  /** Undefined: it was sealed with another secret, under another name, or was tampered with. */
  open: (name: string, sealed: string) => string | undefined
}

const NONCE = 12
const TAG = 16

/** AES-256-GCM (NIST SP 800-38D) under a key made from the secret for this alone; former secrets still open what they have closed. */
export function sealWith(secret: string, former: readonly string[] = []): Seal {
  const [key, ...others] = [secret, ...former].map(keyOf)
  if (!key) throw new Error('There is no secret to seal with')
  return {
    close: (name, text) => closeWith(key, name, text),
    open: (name, sealed) => {
      const bytes = Buffer.from(sealed, 'base64')
      for (const one of [key, ...others]) {
        const text = openWith(one, name, bytes)
        if (text !== undefined) return text
      }
      return undefined
    },
  }
}

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'broadsheet: settings at rest, 1', 32))

/** The name is sealed with the text, so that a row cannot take another's place. */
function closeWith(key: Buffer, name: string, text: string): string {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
}

function openWith(key: Buffer, name: string, bytes: Buffer): string | undefined {
  try {
    const [nonce, tag, body] = [bytes.subarray(0, NONCE), bytes.subarray(NONCE, NONCE + TAG), bytes.subarray(NONCE + TAG)]
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(name)).setAuthTag(tag)
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
