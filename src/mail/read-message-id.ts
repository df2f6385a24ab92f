import type { IsSigned } from '../domain/signature.ts'

/** The delivery that a Message-ID of ours names (digest-headers.ts); undefined for one that we have not signed. */
export function readMessageId(messageId: string, isSigned: IsSigned): number | undefined {
  const [, id = '', signature = ''] = /^<?([0-9a-z]{1,11})\.([0-9a-z]{20,60})@[\w.-]{1,253}>?$/.exec(messageId) ?? []
  return id !== '' && isSigned('message-id', id, signature) ? parseInt(id, 36) : undefined
}
