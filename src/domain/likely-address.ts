/**
 * The address that somebody probably meant, where the domain is one slip away from one that very many people have. Undefined where
 * nothing speaks against what was typed. A hint only: whoever means `gmial.com` may have it.
 *
 *     rosa@gmial.com  →  rosa@gmail.com
 */
export function likelyAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  if (KNOWN.includes(domain)) return undefined
  const meant = KNOWN.find((known) => domain.length > 4 && isOneSlipAway(domain, known))
  return meant === undefined ? undefined : `${address.slice(0, at)}@${meant}`
}

const COMMON = ['gmail.com', 'googlemail.com', 'yahoo.com', 'hotmail.com', 'outlook.com', 'icloud.com', 'proton.me', 'protonmail.com']
const REGIONAL = [
  'yahoo.co.jp',
  'yahoo.com.br',
  'hotmail.co.uk',
  'live.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'mail.ru',
  'yandex.ru',
]
const CHINESE = ['qq.com', '163.com', '126.com', 'sina.com', 'foxmail.com']
// One slip away from another of the list, or real and not ours to doubt.
const REAL = ['mail.com', 'email.com', 'ymail.com', 'gmx.at', 'gmx.ch', 'gmx.com', 'me.com', 'yahoo.co.uk', 'yahoo.fr', 'yahoo.de']
const NATIONAL = ['hotmail.fr', 'hotmail.de', 'hotmail.it', 'hotmail.es', 'outlook.de', 'outlook.fr', 'outlook.es', 'yahoo.ca', 'yahoo.it']
const KNOWN = [...COMMON, ...REGIONAL, ...CHINESE, ...REAL, ...NATIONAL]

/** One letter left out, put in, mistaken or changed places with its neighbour. */
function isOneSlipAway(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1) return false
  let start = 0
  while (start < meant.length && typed[start] === meant[start]) start++
  const [restTyped, restMeant] = [typed.slice(start), meant.slice(start)]
  const isSwapped = restTyped[0] === restMeant[1] && restTyped[1] === restMeant[0] && restTyped.slice(2) === restMeant.slice(2)
  return isSwapped || restTyped.slice(1) === restMeant.slice(1) || restTyped.slice(1) === restMeant || restTyped === restMeant.slice(1)
}
