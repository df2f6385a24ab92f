import type { IsSigned } from '../domain/signature.ts'

/** The delivery that a Message-ID of ours names (digest-headers.ts); undefined for one that we have not signed. */
export function readMessageId(messageId: string, isSigned: IsSigned): number | undefined {
  const { id, signature } = partsOf(messageId)
  return id !== '' && isSigned('message-id', id, signature) ? parseInt(id, 36) : undefined
}

/** The single mail that a Message-ID of ours names (notice-headers.ts). */
export function readNoticeMessageId(messageId: string, isSigned: IsSigned): number | undefined {
  const { id, signature } = partsOf(messageId)
  return id.startsWith('n') && isSigned('message-id', `notice ${id}`, signature) ? parseInt(id.slice(1), 36) : undefined
}

function partsOf(messageId: string): { id: string; signature: string } {
  const [, id = '', signature = ''] = /^<?([0-9a-z]{1,12})\.([0-9a-z]{20,60})@[\w.-]{1,253}>?$/.exec(messageId) ?? []
  return { id, signature }
}
