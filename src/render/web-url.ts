const LONGEST_URL = 2000

/**
 * A web address as it may stand in a mail or on a page: http or https, no name or password in it, not too long. Undefined for
 * everything else, such as `javascript:alert(1)`, `//host/path` and `data:…`.
 */
export function webUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  return url && isWeb && !url.username && !url.password && url.href.length <= LONGEST_URL ? url.href : undefined
}

/** The same for an address of our own making, where anything else is a bug. */
export function ownUrl(text: string): string {
  const url = webUrl(text)
  if (url === undefined)
    throw new Error(`"${text}" is no web address that a mail could link to; BASE_URL should look like https://example.org`)
  return url
}
