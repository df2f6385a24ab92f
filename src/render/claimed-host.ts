/** The host that a text seems to lead to: `https://bank.example/login`, `www.bank.example`, `bank.example`. */
export function claimedHost(text: string): string | undefined {
  const [address] = /(?:[a-z]+:\/\/|www\.)\S+|(?<!\S)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?=[/\s:?#]|$)\S*/iu.exec(text) ?? []
  return address === undefined ? undefined : (hostOf(address.includes('://') ? address : `https://${address}`) ?? address)
}

export const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : undefined)
