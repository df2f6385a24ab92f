/**
 * Whether text holds characters that are invisible, or that turn into others when a domain is looked up (UTS 46): full-width letters,
 * ligatures, the full stops of Chinese and Japanese. Four letters turn, too, that Thai and Lao keyboards type and nobody there can do
 * without; they mean the same apart or together, and are no disguise.
 */
export function hasDisguise(text: string): boolean {
  const plain = text.normalize('NFC').replaceAll(/[ำຳໜໝ]/g, '')
  return INVISIBLE.test(plain) || FULL_STOP.test(plain) || plain !== plain.normalize('NFKC')
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}]/u
const FULL_STOP = /[。．｡]/
